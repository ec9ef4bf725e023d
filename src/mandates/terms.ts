import { type Address, getAddress } from "viem";
import { dueAt, nextPeriodOf, type Mandate as Terms } from "../protocol/index.ts";
import type { Mandate } from "../store/index.ts";

/** What only its payer's signature settles. */
export type PayersPart = { readonly payer: Address; readonly epoch: bigint; readonly start: Date };

/** The terms as the contract has them. */
export function termsOfMandate(mandate: Mandate, { payer, epoch, start }: PayersPart): Terms {
  const { ref, tokenAddress, maxAmount, collector, parts } = mandate;
  return {
    ref,
    payer: getAddress(payer),
    token: tokenAddress,
    maxAmount,
    ...timesOf(mandate, start),
    collector,
    epoch,
    parts,
  };
}

/** The terms of one that was signed. */
export function signedTerms(mandate: Mandate): Terms {
  return termsOfMandate(mandate, signedPart(mandate));
}

export function signedPart({ id, payer, epoch, start }: Mandate): PayersPart {
  if (payer === null || epoch === null || start === null) throw new Error(`The mandate ${id} is not signed.`);
  return { payer, epoch, start };
}

/** What the calendar needs of a mandate's terms. */
export function timesOf({ unit, every, window, periods }: Mandate, start: Date) {
  return { start: secondsOf(start), unit, every, window, periods };
}

/** When a period's charge is possible. */
export function windowOf(
  mandate: Mandate,
  start: Date,
  period: number,
): { readonly opensAt: Date; readonly closesAt: Date } {
  const opens = dueAt(timesOf(mandate, start), period);
  return { opensAt: dateOf(opens), closesAt: dateOf(opens + BigInt(mandate.window)) };
}

/** Periods that can still be charged, from the one after the last that was. */
export function periodsLeft(mandate: Mandate, start: Date, chargedUpTo: number, now: Date): number {
  return mandate.periods - nextPeriodOf(timesOf(mandate, start), chargedUpTo, secondsOf(now));
}

export const secondsOf = (date: Date) => BigInt(Math.floor(date.getTime() / 1_000));
const dateOf = (seconds: bigint) => new Date(Number(seconds) * 1_000);
