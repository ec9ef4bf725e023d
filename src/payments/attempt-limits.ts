import { type Address, isAddressEqual } from "viem";
import type { Attempt } from "../store/index.ts";

// What bounds attempts that do not pay. Whoever knows a payment's URL can make one, so nothing here may depend on others' failures alone: an account's own failures
// delay and end that account's attempts, and a payment's failures delay everybody's only once they have cost us what its fee allows and several accounts have had a part
// in it. What failures may cost over all payments is bounded by the relayer's budgets.

/** An attempt's gas where we pay for it: what it may cost at most, and what its payment's fee allows. 10^-18 US dollars; null where a price is not known. */
export type AttemptCost = { readonly dollars: bigint | null; readonly budget: bigint | null };

/** Reverted attempts of one account: after so many, nothing of its is submitted for the payment any more. */
const mostReverted = 3;

/** An account's failures that delay nothing: a wallet's user signs again. */
const freeFailures = 2;

/** Milliseconds: of the first delay, which doubles; and the longest for one account. */
const accountDelay = { first: 15_000, longest: 5 * 60_000 } as const;
const paymentDelay = { first: 60_000, longest: 10 * 60_000 } as const;

/** Reverted attempts of a payment that delay nobody else: the last ones of two accounts. One account alone never delays another, however little the fee is. */
const sharedReverts = 2 * mostReverted;

/** A reverted attempt counts for a third of the budget where nobody knows what it cost, and for a twentieth at least, so that cheap ones end too. */
const share = { unknown: 3n, least: 20n } as const;

/** Whether an account may make no further attempt at a payment. */
export function isExhausted(attempts: readonly Attempt[], payer: Address | null): boolean {
  return ofPayer(attempts, payer).filter(({ outcome }) => outcome === "REVERTED").length >= mostReverted;
}

/** When the next attempt may begin, by the ones before it, none of which is running. It may lie in the past. */
export function nextAttemptAt(attempts: readonly Attempt[], payer: Address | null, budget: bigint | null): Date {
  const failures = ofPayer(attempts, payer).filter(({ outcome }) => outcome !== "SETTLED");
  const wait = doubled(accountDelay.first, failures.length - freeFailures);
  const byPayer = after(failures.at(-1), Math.min(wait, accountDelay.longest));
  const reverted = attempts.filter(({ outcome }) => outcome === "REVERTED");
  const shared = doubled(paymentDelay.first, countBeyond(reverted, budget, payer));
  const byPayment = after(reverted.at(-1), Math.min(shared, paymentDelay.longest));
  return new Date(Math.max(byPayer, byPayment));
}

function ofPayer(attempts: readonly Attempt[], payer: Address | null): Attempt[] {
  if (payer === null) return [];
  return attempts.filter((attempt) => attempt.payer !== null && isAddressEqual(attempt.payer, payer));
}

/** How many of a payment's reverted attempts came when the budget was used up, the one that did it included. The settlement of a deposit counts its own alone. */
function countBeyond(reverted: readonly Attempt[], budget: bigint | null, payer: Address | null): number {
  const free = payer === null ? 0 : sharedReverts - 1;
  // Where the fee has no price, each counts for a third.
  const limit = budget ?? share.unknown;
  const costOf = ({ dollars }: Attempt) => {
    if (budget === null) return 1n;
    const least = budget / share.least;
    const cost = dollars ?? budget / share.unknown + 1n;
    return cost > least ? cost : least;
  };
  let spent = 0n;
  return reverted.filter((attempt, index) => {
    spent += costOf(attempt);
    return index >= free && spent >= limit;
  }).length;
}

/** The first delay, doubled for each further count; none where there is nothing to count. */
function doubled(first: number, count: number): number {
  return count <= 0 ? 0 : first * 2 ** Math.min(count - 1, 20);
}

function after(attempt: Attempt | undefined, wait: number): number {
  return attempt === undefined ? 0 : attempt.submittedAt.getTime() + wait;
}
