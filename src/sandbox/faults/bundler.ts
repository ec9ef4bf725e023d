import { operationHash, parseOperation } from "../../user-operations/index.ts";
import { type Fault, onlyFor } from "./fault.ts";

/**
 * Accepts every operation, by its right hash, and sends none: a bundler whose executor has no coin left, or whose operations are never profitable
 * enough. Asked for one of them, it knows nothing.
 */
export function neverIncludes(chainId: number): Fault {
  return onlyFor(["eth_sendUserOperation"], async ({ params }) => ({
    result: operationHash(parseOperation(params[0]), chainId),
  }));
}

/** Sends operations, and knows of none afterwards: a bundler that keeps its pool in memory and was restarted. */
export const forgetsOperations: Fault = onlyFor(
  ["eth_getUserOperationReceipt", "eth_getUserOperationByHash", "pimlico_getUserOperationStatus"],
  async ({ method }) => ({
    result: method === "pimlico_getUserOperationStatus" ? { status: "not_found", transactionHash: null } : null,
  }),
);
