import type { Hex } from "viem";

/**
 * MISSING: on chain, and not in the ledger. ORPHANED: in the ledger, and not on chain. MISMATCHED: in both, with other figures. TERMS: credited otherwise than the
 * quote of its id says, or that quote, its payment and its shares do not give this id. STATE: its payment says something else.
 */
export type DifferenceKind = "MISSING" | "ORPHANED" | "MISMATCHED" | "TERMS" | "STATE";

/** RESCAN: it goes when the watcher reads these blocks again. MANUAL: what is final is not written over, so somebody has to look. */
export type Remedy = "RESCAN" | "MANUAL";

/** Something that the database says of the router, and the chain does not, or the other way round. */
export type Difference = {
  readonly chainId: number;
  /** Null where a payment counts as paid and names no transaction. */
  readonly transactionHash: Hex | null;
  readonly onchainId: Hex | null;
  /** Null where it is nobody's, or nobody knows whose. */
  readonly paymentId: string | null;
  readonly kind: DifferenceKind;
  readonly detail: string;
  readonly remedy: Remedy;
};

/** What two sides say of the same thing, where they do not say the same: `amount is 5, not 6`. Addresses and hashes are the same in capitals. */
export function unequal<Field extends string>(
  fields: readonly Field[],
  is: Readonly<Record<Field, unknown>>,
  expected: Readonly<Record<Field, unknown>>,
): string[] {
  return fields.flatMap((field) => {
    const [one, other] = [textOf(is[field]), textOf(expected[field])];
    return one.toLowerCase() === other.toLowerCase() ? [] : [`${field} is ${one}, not ${other}`];
  });
}

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return value === null || value === undefined ? "none" : String(value);
}
