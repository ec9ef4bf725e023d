import { isHex, numberToHex } from "viem";
import type { RpcOperation } from "./parse-operation.ts";

/**
 * Added to what a bundler says that an operation's calls need: percent. Alto adds nothing, and tries an operation behind others of the same paymaster
 * that it has not sent yet: what those have touched is cheaper then, by up to 37,000 gas for one of our payments. An operation without enough gas
 * reverts, and its payment has failed; of gas that is left over, a tenth is charged beyond the first 40,000 (EntryPoint v0.8).
 */
const margin = 50n;

/** An estimate that is so little above what the operation has is no other: percent. */
const tolerance = 10n;

/** A bundler's estimate, with more gas for the calls. An answer of another shape is left as it is. */
export function withCallGasMargin(estimate: unknown): unknown {
  const needed = callGasOf(estimate);
  if (needed === undefined) return estimate;
  return { ...(estimate as RpcOperation), callGasLimit: numberToHex((needed * (100n + margin)) / 100n) };
}

/** What is wrong with an operation's gas for its calls, by what the bundler estimates now. */
export function callGasProblem(operation: RpcOperation, estimate: unknown): string | undefined {
  const [given, needed] = [callGasOf(operation), callGasOf(estimate)];
  if (given === undefined || needed === undefined || given * (100n + tolerance) >= needed * 100n) return undefined;
  return `its callGasLimit is ${given}, and its calls need ${needed}. Estimate its gas again, and have it signed again.`;
}

function callGasOf(fields: unknown): bigint | undefined {
  const { callGasLimit } = (fields ?? {}) as RpcOperation;
  return isHex(callGasLimit) ? BigInt(callGasLimit) : undefined;
}
