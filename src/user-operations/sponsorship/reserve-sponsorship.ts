import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { checkSponsoredCost, SponsorshipUnavailableError } from "../../gas/index.ts";
import { lockPayment, PaymentStateError } from "../../payments/index.ts";
import type { DatabaseTransaction, PaymentRow, Quote, Sponsorship } from "../../store/index.ts";
import type { UserOperationsContext } from "../context.ts";
import type { Operation } from "../operation/parse-operation.ts";
import type { OperationServices } from "../services.ts";
import { checkAccount, isSender, secondsUntil, validUntilOf } from "./account-limits.ts";
import { spentWithin, type Window } from "./budgets.ts";
import { SponsorshipUnderWayError } from "./errors.ts";

/** One at a time decides over the sums of the server: the number is this lock's, in all processes. */
const lock = 7_677_001;

export type Reservation = {
  readonly quote: Quote;
  readonly operation: Operation;
  /** The most that the operation can cost. Wei, and 10^-18 US dollars. */
  readonly maxCost: bigint;
  readonly dollars: bigint;
};

/**
 * Writes down what the sponsor is about to sign: it is money spent. A payment has one live sponsorship, bound to sender and nonce; asking again for that pair
 * replaces it for a while, also for another quote of the payment: of both operations only one can be included. An account that was sponsored and did not pay waits, or
 * gets no other. Answers until when it may be used. Throws `SponsorshipUnderWayError`, `SponsorshipBarredError`, `AttemptDelayedError`, `SponsorshipUnavailableError`,
 * `SponsorshipUnprofitableError`, `PaymentStateError`.
 */
export async function reserveSponsorship(
  context: UserOperationsContext,
  services: Pick<OperationServices, "chain" | "sponsorship">,
  reservation: Reservation,
): Promise<Date> {
  const now = context.clock();
  return context.database.transaction().execute(async (transaction) => {
    const payment = await lockPayment(transaction, reservation.quote.paymentId);
    if (payment.status !== "ACTIVE") throw new PaymentStateError(payment.status, "paid");
    await sql`select pg_advisory_xact_lock(${lock})`.execute(transaction);
    await expireSponsorships(transaction, services.chain.id);
    const ofPayment = await sponsorshipsOf(transaction, payment);
    await checkAccount(transaction, reservation.operation, ofPayment, now);
    const replaced = await findReplaced(transaction, services, reservation, now);
    const validUntil = validUntilOf(now, reservation.quote.expiresAt, replaced);
    const others = ofPayment.filter(({ id }) => id !== replaced?.id).reduce((sum, { dollars }) => sum + dollars, 0n);
    const held = replaced && replaced.dollars > reservation.dollars ? replaced : reservation;
    checkSponsoredCost(context, services.chain, reservation.quote, others + held.dollars);
    if (replaced) await transaction.deleteFrom("sponsorships").where("id", "=", replaced.id).execute();
    await checkBudgets(transaction, services, payment, held.dollars, now);
    await transaction
      .insertInto("sponsorships")
      .values({
        id: uuidv7({ msecs: now.getTime() }),
        paymentId: payment.id,
        quoteId: reservation.quote.id,
        organizationId: payment.organizationId,
        chainId: services.chain.id,
        sender: reservation.operation.sender,
        nonce: reservation.operation.nonce,
        status: "LIVE",
        maxCost: held.maxCost,
        dollars: held.dollars,
        validUntil: replaced && replaced.validUntil > validUntil ? replaced.validUntil : validUntil,
        // Of the first that the account asked for.
        createdAt: replaced?.createdAt ?? now,
      })
      .execute();
    return validUntil;
  });
}

/** Ends sponsorships that the chain is past without having included them: they have cost nothing. */
export async function expireSponsorships(transaction: DatabaseTransaction, chainId: number): Promise<void> {
  await transaction
    .updateTable("sponsorships")
    .set({ status: "EXPIRED", dollars: 0n, maxCost: 0n })
    .where("status", "=", "LIVE")
    .where("chainId", "=", chainId)
    .where("validUntil", "<", (build) =>
      build.selectFrom("chainCursors").select("blockTime").where("chainCursors.chainId", "=", chainId),
    )
    .execute();
}

/** The live sponsorship of the same payment, sender and nonce. Throws where another stands in the way. */
async function findReplaced(
  transaction: DatabaseTransaction,
  { chain }: Pick<OperationServices, "chain">,
  { quote, operation }: Reservation,
  now: Date,
): Promise<Sponsorship | undefined> {
  const live = await transaction
    .selectFrom("sponsorships")
    .selectAll()
    .where("status", "=", "LIVE")
    .where((row) =>
      row.or([
        row("paymentId", "=", quote.paymentId),
        row.and([row("chainId", "=", chain.id), row("nonce", "=", operation.nonce), isSender(operation)]),
      ]),
    )
    .execute();
  const isSame = (row: Sponsorship) =>
    row.paymentId === quote.paymentId &&
    row.nonce === operation.nonce &&
    row.sender.toLowerCase() === operation.sender.toLowerCase();
  const other = live.find((row) => !isSame(row));
  if (other) throw new SponsorshipUnderWayError(secondsUntil(other.validUntil, now));
  return live[0];
}

function sponsorshipsOf(transaction: DatabaseTransaction, { id }: PaymentRow): Promise<Sponsorship[]> {
  return transaction.selectFrom("sponsorships").selectAll().where("paymentId", "=", id).execute();
}

async function checkBudgets(
  transaction: DatabaseTransaction,
  { sponsorship: { budgets } }: Pick<OperationServices, "sponsorship">,
  { organizationId }: PaymentRow,
  dollars: bigint,
  now: Date,
): Promise<void> {
  for (const window of ["hour", "day"] as const satisfies Window[]) {
    if ((await spentWithin(transaction, now, window)) + dollars > budgets.server[window]) {
      throw new SponsorshipUnavailableError(`The sponsorship budget of this ${window} is used up`);
    }
    if ((await spentWithin(transaction, now, window, organizationId)) + dollars > budgets.organization[window]) {
      throw new SponsorshipUnavailableError(`The merchant's sponsorship budget of this ${window} is used up`);
    }
  }
}
