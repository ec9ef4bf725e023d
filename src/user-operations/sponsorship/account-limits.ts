import { sql } from "kysely";
import { AttemptDelayedError } from "../../payments/index.ts";
import type { DatabaseTransaction, Sponsorship } from "../../store/index.ts";
import type { Operation } from "../operation/parse-operation.ts";
import { SponsorshipBarredError, SponsorshipUnderWayError } from "./errors.ts";

// What bounds an account that is sponsored and does not pay. Whoever knows a payment's URL and has its money can be one: what bounds the payment itself is in
// `payment-limits.ts`.

/** Milliseconds for the owner to sign and the operation to be included. */
export const life = 120_000;

/** An account that asks again for the same operation holds the payment's one sponsorship so long at most. */
const longestHold = 2 * life;

/** A signature that is valid for less is of no use. */
const leastLife = 30_000;

/** An account whose operation did not settle gets none for that payment any more, and none for others for so long. */
const barredFor = 24 * 60 * 60_000;

/** Sponsorships of an account that lapsed unused and delay nothing: a payer may be slow. */
const freeLapses = 2;

/** Of the first delay, which doubles, and the longest. */
const delay = { first: life, longest: 30 * 60_000 } as const;

/**
 * Until when a sponsorship that is given now is valid, in place of the account's live one if it has one. Where others hold the same payment too, that one is not
 * prolonged, so that names of accounts do not pile up. Throws `SponsorshipUnderWayError`.
 */
export function validUntilOf(
  now: Date,
  quoteEnd: Date,
  replaced: Sponsorship | undefined,
  others: readonly Sponsorship[],
): Date {
  const ends = [now.getTime() + life, quoteEnd.getTime()];
  if (!replaced) return new Date(Math.min(...ends));
  const holdEnd = others.length > 0 ? replaced.validUntil.getTime() : replaced.createdAt.getTime() + longestHold;
  if (holdEnd - now.getTime() < leastLife) throw new SponsorshipUnderWayError(secondsUntil(replaced.validUntil, now));
  return new Date(Math.min(...ends, holdEnd));
}

/** Throws `SponsorshipBarredError` or `AttemptDelayedError` for an account that has been sponsored and did not pay. */
export async function checkAccount(
  transaction: DatabaseTransaction,
  operation: Operation,
  ofPayment: readonly Sponsorship[],
  now: Date,
): Promise<void> {
  const own = ofPayment.filter(({ sender }) => sender.toLowerCase() === operation.sender.toLowerCase());
  if (own.some(({ status }) => status === "UNSETTLED")) throw new SponsorshipBarredError();
  const elsewhere = await transaction
    .selectFrom("sponsorships")
    .select("id")
    .where("status", "=", "UNSETTLED")
    .where(isSender(operation))
    .where("createdAt", ">", new Date(now.getTime() - barredFor))
    .limit(1)
    .executeTakeFirst();
  if (elsewhere) throw new SponsorshipBarredError();

  const lapses = own.filter(({ status }) => status === "EXPIRED").map(({ validUntil }) => validUntil.getTime());
  const counted = lapses.length - freeLapses;
  if (counted <= 0) return;
  const wait = Math.min(delay.first * 2 ** Math.min(counted - 1, 20), delay.longest);
  const next = new Date(Math.max(...lapses) + wait);
  if (next > now) throw new AttemptDelayedError(secondsUntil(next, now));
}

/**
 * Whether an account has paid by sponsored operations, more often than it was paid for without: its own live ones count as if they were lost. Each such payment's
 * fee was worth its gas, so that a good name costs what it can take.
 */
export async function isProven(
  transaction: DatabaseTransaction,
  chainId: number,
  operation: Operation,
): Promise<boolean> {
  const rows = await transaction
    .selectFrom("sponsorships")
    .select(({ fn }) => ["status", fn.countAll<bigint>().as("count")])
    .where("chainId", "=", chainId)
    .where(isSender(operation))
    .where((row) => row.or([row("status", "in", ["SETTLED", "UNSETTLED"]), row("proven", "=", true)]))
    .groupBy("status")
    .execute();
  const count = (status: Sponsorship["status"]) => Number(rows.find((row) => row.status === status)?.count ?? 0);
  return count("SETTLED") > count("UNSETTLED") + count("LIVE");
}

export const isSender = ({ sender }: Pick<Operation, "sender">) =>
  sql<boolean>`lower(sender) = ${sender.toLowerCase()}`;

export function secondsUntil(time: Date, now: Date): number {
  return Math.max(1, Math.ceil((time.getTime() - now.getTime()) / 1_000));
}
