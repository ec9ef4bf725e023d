import { type Address, encodeFunctionData, type Hex } from "viem";
import { entryPoint06Abi, entryPoint08Abi, toPackedUserOperation } from "viem/account-abstraction";
import { toOperation06 } from "./packed-06.ts";
import type { Operation } from "./parse-operation.ts";

/** The EntryPoint's call that includes an operation alone. v0.7 has the same function as v0.8. */
export function handleOps(operation: Operation, beneficiary: Address): Hex {
  if (operation.entryPoint === "0.6") {
    const args = [[toOperation06(operation)], beneficiary] as const;
    return encodeFunctionData({ abi: entryPoint06Abi, functionName: "handleOps", args });
  }
  const args = [[toPackedUserOperation(operation)], beneficiary] as const;
  return encodeFunctionData({ abi: entryPoint08Abi, functionName: "handleOps", args });
}
