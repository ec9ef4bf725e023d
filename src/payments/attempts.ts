import { v7 as uuidv7 } from "uuid";
import type { Address, Hex } from "viem";
import { storableText } from "../runtime/index.ts";
import type { Attempt, AttemptKind, Database, DatabaseTransaction, PaymentRow, Quote } from "../store/index.ts";
import { type AttemptCost, isExhausted, nextAttemptAt } from "./attempt-limits.ts";
import type { PaymentsContext } from "./context.ts";
import { AttemptDelayedError, AttemptsExhaustedError, PaymentStateError, PaymentUnderWayError } from "./errors.ts";
import { lockPayment } from "./lock-payment.ts";

// The only writer of `attempts`. An attempt is not a state: it leases the right to try to pay, and its end changes nothing else.

/** A payer's attempt holds the right to try for so long at most. Milliseconds. */
export const attemptLease = 2 * 60_000;

/** An attempt that is about to be submitted. */
export type NewAttempt = {
  readonly kind: AttemptKind;
  readonly quote: Pick<Quote, "id" | "paymentId" | "chainId" | "token" | "expiresAt">;
  /** What is submitted: the hash of a user operation, or the id of a relay. */
  readonly reference: string;
  /** Whose money it takes; null for a deposit. */
  readonly payer: Address | null;
  readonly cost: AttemptCost;
};

/**
 * Leases the right to pay, in the transaction that accepts what is submitted, and takes the payment's row. The same reference again is the same attempt.
 * Answers until when it may be submitted. Throws `PaymentStateError`, `PaymentUnderWayError`, `AttemptDelayedError`, `AttemptsExhaustedError`.
 */
export async function startAttempt(
  { clock }: Pick<PaymentsContext, "clock">,
  transaction: DatabaseTransaction,
  { kind, quote, reference, payer, cost }: NewAttempt,
): Promise<Date> {
  const now = clock();
  const payment = await lockPayment(transaction, quote.paymentId);
  if (!isOpenTo(payment, kind, quote.id)) throw new PaymentStateError(payment.status, "paid");
  const earlier = await attemptsOf(transaction, [payment.id]);
  const same = earlier.find((attempt) => attempt.reference === reference);
  if (same) return same.leasedUntil;
  const rivals = earlier.filter((attempt) => isRival(attempt, kind, quote.id));
  const running = runningAttempt(rivals, now);
  if (running) throw new PaymentUnderWayError(secondsLeft(running, now));
  if (isExhausted(rivals, payer)) throw new AttemptsExhaustedError();
  const begins = nextAttemptAt(rivals, payer, cost.budget);
  if (begins > now) throw new AttemptDelayedError(Math.ceil((begins.getTime() - now.getTime()) / 1_000));
  // A deposit is on chain already: it waits for nobody, and nobody for it.
  const lease = kind === "DEPOSIT" ? Number.POSITIVE_INFINITY : attemptLease;
  const leasedUntil = new Date(Math.min(now.getTime() + lease, quote.expiresAt.getTime()));
  await transaction
    .insertInto("attempts")
    .values({
      id: uuidv7({ msecs: now.getTime() }),
      paymentId: payment.id,
      quoteId: quote.id,
      kind,
      reference,
      payer,
      dollars: cost.dollars,
      chainId: quote.chainId,
      token: quote.token,
      submittedAt: now,
      leasedUntil,
    })
    .execute();
  return leasedUntil;
}

/** Ends a running attempt: it frees the payment at once. One that has ended already, or is none of ours, is left as it is. */
export async function endAttempt(
  transaction: DatabaseTransaction,
  reference: string,
  end: {
    readonly outcome: "REFUSED" | "REVERTED";
    readonly reason: string;
    readonly transactionHash?: Hex | null | undefined;
  },
): Promise<void> {
  const { outcome, reason, transactionHash = null } = end;
  await transaction
    .updateTable("attempts")
    .set({ outcome, reason: storableText(reason.slice(0, longestReason)), transactionHash })
    .where("reference", "=", reference)
    .where("outcome", "is", null)
    .execute();
}

/** A reason may be a stranger's text. Characters. */
const longestReason = 500;

/** Takes back what blocks said of attempts, after a reorganisation. */
export async function reopenAttempts(transaction: DatabaseTransaction, references: readonly string[]): Promise<void> {
  if (references.length === 0) return;
  await transaction
    .updateTable("attempts")
    .set({ outcome: null, reason: null, transactionHash: null })
    .where("reference", "in", references)
    .where("outcome", "=", "REVERTED")
    .execute();
}

/** Records that a quote is settled: whichever of its attempts had not ended otherwise has done it. */
export async function settleAttempts(
  transaction: DatabaseTransaction,
  quoteId: string,
  transactionHash: Hex,
): Promise<void> {
  await transaction
    .updateTable("attempts")
    .set({ outcome: "SETTLED", transactionHash })
    .where("quoteId", "=", quoteId)
    .where("outcome", "is", null)
    .execute();
}

/** Takes back that quotes were settled, after a reorganisation. */
export async function unsettleAttempts(transaction: DatabaseTransaction, quoteIds: readonly string[]): Promise<void> {
  await transaction
    .updateTable("attempts")
    .set({ outcome: null, transactionHash: null })
    .where("quoteId", "in", quoteIds)
    .where("outcome", "=", "SETTLED")
    .execute();
}

/** The attempts of some payments, the first of each first. */
export async function attemptsOf(
  database: Database | DatabaseTransaction,
  paymentIds: readonly string[],
): Promise<Attempt[]> {
  if (paymentIds.length === 0) return [];
  return database.selectFrom("attempts").selectAll().where("paymentId", "in", paymentIds).orderBy("serial").execute();
}

/** The attempt of these that holds the right to try now. */
export function runningAttempt(attempts: readonly Attempt[], now: Date): Attempt | undefined {
  return attempts.find(({ outcome, leasedUntil }) => outcome === null && leasedUntil > now);
}

/** How an attempt stands: one whose time is over without an answer has expired. */
export function outcomeOf({ outcome, leasedUntil }: Attempt, now: Date): Attempt["outcome"] | "EXPIRED" {
  return outcome === null && leasedUntil <= now ? "EXPIRED" : outcome;
}

/** Throws `PaymentUnderWayError` while an attempt holds the right to pay. */
export async function checkNoAttempt(transaction: DatabaseTransaction, paymentId: string, now: Date): Promise<void> {
  const running = runningAttempt(await attemptsOf(transaction, [paymentId]), now);
  if (running) throw new PaymentUnderWayError(secondsLeft(running, now));
}

/** A payer's attempt needs an ACTIVE payment. A deposit may have made it PROCESSING itself. */
function isOpenTo({ status, quoteId, transactionHash }: PaymentRow, kind: AttemptKind, id: string): boolean {
  if (status === "ACTIVE") return true;
  return kind === "DEPOSIT" && status === "PROCESSING" && quoteId === id && transactionHash === null;
}

/** Payers' attempts wait for each other; the settlement of a deposit for another of the same deposit alone. */
function isRival(attempt: Attempt, kind: AttemptKind, quoteId: string): boolean {
  return kind === "DEPOSIT" ? attempt.kind === kind && attempt.quoteId === quoteId : true;
}

function secondsLeft({ leasedUntil }: Attempt, now: Date): number {
  return Math.ceil((leasedUntil.getTime() - now.getTime()) / 1_000);
}
