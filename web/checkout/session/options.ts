import { parseDecimal } from "../../../src/protocol/decimal.ts";
import type { Choice, Option } from "./state.ts";

/** Fees come as decimal strings of at most so many places. */
const feeDecimals = 18;

/** What can be used first, the cheapest first; the server's order where nothing tells them apart. */
export function sortOptions(options: readonly Option[]): Option[] {
  return options.toSorted((a, b) => {
    const usable = Number(a.unavailableReason !== null) - Number(b.unavailableReason !== null);
    if (usable !== 0) return usable;
    return compareFees(a.estimatedFee, b.estimatedFee);
  });
}

/** An unknown fee comes last. */
function compareFees(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const [first, second] = [parseDecimal(a, feeDecimals), parseDecimal(b, feeDecimals)];
  return first < second ? -1 : first > second ? 1 : 0;
}

export function isSame(a: Choice, b: Choice | null): boolean {
  return a.chainId === b?.chainId && a.token === b.token;
}
