import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { lockPayment, PaymentStateError } from "../../payments/index.ts";
import type { DatabaseTransaction, PaymentRow, Quote, Sponsorship } from "../../store/index.ts";
import type { UserOperationsContext } from "../context.ts";
import type { Operation } from "../operation/parse-operation.ts";
import type { OperationServices } from "../services.ts";
import { checkAccount, isProven, isSender, validUntilOf } from "./account-limits.ts";
import { checkBudgets } from "./budgets.ts";
import { checkPaymentCost, checkTurn, checkUnsettled } from "./payment-limits.ts";

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
 * Writes down what the sponsor is about to sign: it is money spent. A sponsorship is bound to payment, sender and nonce; asking again for those replaces it for a while,
 * also for another quote of the payment: of both operations only one can be included. One that nobody has sent gives way to another account after a moment, and counts
 * on until the chain is past it. Another payment's stands in nobody's way, of whatever account it is. Answers until when it may be used. Throws
 * `SponsorshipUnderWayError`, `SponsorshipBarredError`, `AttemptDelayedError`, `SponsorshipUnavailableError`, `SponsorshipUnprofitableError`, `PaymentStateError`.
 */
export async function reserveSponsorship(
  context: UserOperationsContext,
  services: Pick<OperationServices, "chain" | "sponsorship">,
  reservation: Reservation,
): Promise<Date> {
  const now = context.clock();
  const { quote, operation } = reservation;
  return context.database.transaction().execute(async (transaction) => {
    const payment = await lockPayment(transaction, quote.paymentId);
    if (payment.status !== "ACTIVE") throw new PaymentStateError(payment.status, "paid");
    await sql`select pg_advisory_xact_lock(${lock})`.execute(transaction);
    await expireSponsorships(transaction, services.chain.id);
    const ofPayment = await sponsorshipsOf(transaction, payment);
    await checkAccount(transaction, operation, ofPayment, now);
    const replaced = ofPayment.find((row) => row.status === "LIVE" && isSame(row, services.chain.id, operation));
    const others = ofPayment.filter((row) => row !== replaced);
    const othersLive = others.filter(({ status }) => status === "LIVE");
    if (!replaced) checkTurn(othersLive, now);
    const validUntil = validUntilOf(now, quote.expiresAt, replaced, othersLive);
    const proven = replaced?.proven ?? (await isProven(transaction, services.chain.id, operation));
    checkUnsettled(ofPayment, proven);
    const held = replaced && replaced.dollars > reservation.dollars ? replaced : reservation;
    checkPaymentCost(context, services.chain, quote, { others, dollars: held.dollars }, now);
    if (replaced) await transaction.deleteFrom("sponsorships").where("id", "=", replaced.id).execute();
    const spender = { organizationId: payment.organizationId, proven };
    await checkBudgets(transaction, services.sponsorship.budgets, spender, held.dollars, now);
    await transaction
      .insertInto("sponsorships")
      .values({
        id: uuidv7({ msecs: now.getTime() }),
        paymentId: payment.id,
        quoteId: quote.id,
        organizationId: payment.organizationId,
        chainId: services.chain.id,
        sender: operation.sender,
        nonce: operation.nonce,
        entryPoint: operation.entryPoint,
        status: "LIVE",
        proven,
        sentAt: replaced?.sentAt ?? null,
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

/** Whether it is for the same operation of the account, if not for the same quote. */
function isSame(row: Sponsorship, chainId: number, { sender, nonce, entryPoint }: Operation): boolean {
  const isNonce = row.nonce === nonce && row.entryPoint === entryPoint;
  return row.chainId === chainId && isNonce && row.sender.toLowerCase() === sender.toLowerCase();
}

/** Records that the owner of its account has sent the operation, or that the bundler would not have it. */
export async function markSent(
  transaction: DatabaseTransaction,
  { chainId, paymentId, operation }: { chainId: number; paymentId: string; operation: Operation },
  sentAt: Date | null,
): Promise<void> {
  await transaction
    .updateTable("sponsorships")
    .set({ sentAt })
    .where("status", "=", "LIVE")
    .where("paymentId", "=", paymentId)
    .where("chainId", "=", chainId)
    .where("nonce", "=", operation.nonce)
    .where("entryPoint", "=", operation.entryPoint)
    .where(isSender(operation))
    .execute();
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

function sponsorshipsOf(transaction: DatabaseTransaction, { id }: PaymentRow): Promise<Sponsorship[]> {
  return transaction.selectFrom("sponsorships").selectAll().where("paymentId", "=", id).execute();
}
