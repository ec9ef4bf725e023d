import type { Token } from "../protocol/index.ts";

/** The part of a whole token that is credited at least: less would cost whoever sends it nothing, and us a row. */
const partOfWhole = 10n;

/** So many deposits of one address within a day have a row each; of so many more only those ten times as large, and so on. */
const freely = 1_000;

/**
 * The least amount that is credited at an address where `count` deposits came within a day. So whatever strangers send to an address, its rows of a day are bounded by the logarithm of
 * what they spend. What is less is not lost: it is swept with the rest.
 */
export function smallestDeposit({ decimals }: Pick<Token, "decimals">, count: number): bigint {
  return (10n ** BigInt(decimals) / partOfWhole) * 10n ** BigInt(Math.floor(count / freely));
}
