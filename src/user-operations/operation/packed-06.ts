import { concat, type Hex } from "viem";
import type { UserOperation } from "viem/account-abstraction";
import type { Operation } from "./parse-operation.ts";

/** An operation in the shape of EntryPoint v0.6, where factory and its data are one field, as paymaster and its data are. */
export function toOperation06(
  operation: Operation,
): UserOperation<"0.6"> & { readonly initCode: Hex; readonly paymasterAndData: Hex } {
  const { sender, nonce, callData, callGasLimit, verificationGasLimit, preVerificationGas, signature } = operation;
  const { maxFeePerGas, maxPriorityFeePerGas, factory, factoryData, paymaster, paymasterData } = operation;
  return {
    sender,
    nonce,
    initCode: joined(factory, factoryData),
    callData,
    callGasLimit,
    verificationGasLimit,
    preVerificationGas,
    maxFeePerGas,
    maxPriorityFeePerGas,
    paymasterAndData: joined(paymaster, paymasterData),
    signature,
  };
}

function joined(address: Hex | undefined, data: Hex | undefined): Hex {
  return address ? concat([address, data ?? "0x"]) : "0x";
}
