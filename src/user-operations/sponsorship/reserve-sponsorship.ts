import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { checkSponsoredCost, SponsorshipUnavailableError } from "../../gas/index.ts";
import { lockPayment, PaymentStateError } from "../../payments/index.ts";
import type { DatabaseTransaction, PaymentRow, Quote, Sponsorship } from "../../store/index.ts";
import type { UserOperationsContext } from "../context.ts";
import type { Operation } from "../operation/parse-operation.ts";
import type { OperationServices } from "../services.ts";
import { spentWithin, type Window } from "./budgets.ts";
import { SponsorshipBarredError, SponsorshipUnderWayError } from "./errors.ts";

/** Milliseconds for the owner to sign and the operation to be included. */
const life = 120_000;

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
 * replaces it, also for another quote of the payment: of both operations only one can be included. Answers until when it may be used. Throws `SponsorshipUnderWayError`, `SponsorshipBarredError`, `SponsorshipUnavailableError`,
 * `SponsorshipUnprofitableError`, `PaymentStateError`.
 */
export async function reserveSponsorship(
  context: UserOperationsContext,
  services: Pick<OperationServices, "chain" | "sponsorship">,
  reservation: Reservation,
): Promise<Date> {
  const now = context.clock();
  const validUntil = new Date(Math.min(now.getTime() + life, reservation.quote.expiresAt.getTime()));
  await context.database.transaction().execute(async (transaction) => {
    const payment = await lockPayment(transaction, reservation.quote.paymentId);
    if (payment.status !== "ACTIVE") throw new PaymentStateError(payment.status, "paid");
    await sql`select pg_advisory_xact_lock(${lock})`.execute(transaction);
    await expireSponsorships(transaction, services.chain.id);
    const replaced = await findReplaced(transaction, services, reservation, now);
    const others = await othersOf(transaction, payment, replaced);
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
        createdAt: now,
      })
      .execute();
  });
  return validUntil;
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
  if (other) {
    const left = Math.max(1, Math.ceil((other.validUntil.getTime() - now.getTime()) / 1_000));
    throw new SponsorshipUnderWayError(left);
  }
  return live[0];
}

const isSender = ({ sender }: Operation) => sql<boolean>`lower(sender) = ${sender.toLowerCase()}`;

/** What the payment's other sponsorships have cost. Throws where one of them was included and did not settle. */
async function othersOf(
  transaction: DatabaseTransaction,
  { id }: PaymentRow,
  replaced: Sponsorship | undefined,
): Promise<bigint> {
  const rows = await transaction.selectFrom("sponsorships").selectAll().where("paymentId", "=", id).execute();
  if (rows.some(({ status }) => status === "UNSETTLED")) throw new SponsorshipBarredError();
  return rows.filter((row) => row.id !== replaced?.id).reduce((sum, { dollars }) => sum + dollars, 0n);
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
