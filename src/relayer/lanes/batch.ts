import { encodeFunctionData, type Hex, multicall3Abi } from "viem";
import { type Call, canonicalContracts } from "../../protocol/index.ts";

/** Gas of a batch beside its calls: Multicall3's loop. A call's own estimate holds a transaction's 21,000 already. */
const overhead = 30_000n;

/**
 * One call for several that anybody may make. Multicall3 makes each for itself, so that one that fails takes no other with it; a smart account's own
 * batch would revert as a whole. A single call needs nobody in between.
 */
export function batchCall(calls: readonly Call[]): Call {
  const [only] = calls;
  if (only && calls.length === 1) return only;
  const args = [calls.map(({ to, data }) => ({ target: to, allowFailure: true, callData: data }))] as const;
  const data: Hex = encodeFunctionData({ abi: multicall3Abi, functionName: "aggregate3", args });
  return { to: canonicalContracts.multicall3.address, value: 0n, data };
}

/**
 * The gas limit of a batch, from the estimates of its calls. Estimating the batch itself would find too little: since calls in it may fail, it
 * succeeds with less gas than they need. A fifth more, since balances may have changed from something to nothing, and back.
 */
export function batchGas(estimates: readonly bigint[]): bigint {
  return (estimates.reduce((sum, gas) => sum + gas, 0n) * 6n) / 5n + overhead;
}
