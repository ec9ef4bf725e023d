import { parseDecimal } from "../../../src/protocol/decimal.ts";
import { type Holdings, isEnough } from "./holdings.ts";
import type { Choice, Option } from "./state.ts";

/** Fees come as decimal strings of at most so many places. */
const feeDecimals = 18;

/**
 * What can be used first; then what the payer holds enough of, and what costs a wallet nothing, or little. The server's order where nothing tells
 * them apart.
 */
export function sortOptions(options: readonly Option[], holdings: Holdings | null = null): Option[] {
  const first = (a: boolean, b: boolean) => Number(b) - Number(a);
  return options.toSorted(
    (a, b) =>
      first(isUsable(a), isUsable(b)) ||
      first(isEnough(holdings, a), isEnough(holdings, b)) ||
      first(paysBySigning(a), paysBySigning(b)) ||
      compareFees(a.estimatedFee, b.estimatedFee),
  );
}

export const isUsable = ({ unavailableReason }: Option) => unavailableReason === null;

/** Whether any wallet that signs pays the option without a native token. */
export const paysBySigning = ({ signedTransfers, gasless }: Option) => signedTransfers && gasless.signatures;

/** An unknown fee comes last. */
function compareFees(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const [first, second] = [parseDecimal(a, feeDecimals), parseDecimal(b, feeDecimals)];
  return first < second ? -1 : first > second ? 1 : 0;
}

export function isSame(a: Choice, b: Choice | null): boolean {
  return a.chainId === b?.chainId && a.token === b.token;
}
