import { entryPointVersions } from "../../protocol/index.ts";
import { operationHash, parseOperation, readEntryPoint } from "../../user-operations/index.ts";
import { type Fault, onlyFor } from "./fault.ts";

/** Accepts every operation with its correct hash and includes none: a bundler whose executor has no gas left, or finds no operation profitable. */
export function neverIncludes(chainId: number): Fault {
  return onlyFor(["eth_sendUserOperation"], async ({ params }) => ({
    result: operationHash(parseOperation(params[0], readEntryPoint(params[1], entryPointVersions)), chainId),
  }));
}

/** Sends operations and knows none afterwards: a bundler with its pool in memory that was restarted. */
export const forgetsOperations: Fault = onlyFor(
  ["eth_getUserOperationReceipt", "eth_getUserOperationByHash", "pimlico_getUserOperationStatus"],
  async ({ method }) => ({
    result: method === "pimlico_getUserOperationStatus" ? { status: "not_found", transactionHash: null } : null,
  }),
);
