import type { DatabaseTransaction } from "../store/index.ts";
import { changeStatus, lockPaymentOfQuote } from "./change-status.ts";
import type { SnapshotContext } from "./payment-snapshot.ts";

/**
 * FAILED for the payment of a quote of which something reverted for good, and has been written down as such. Not while anything else may pay the quote:
 * the payer may have tried again, and what ends last decides. What never ends is for `failUnlandablePayments`.
 */
export async function failReverted(
  context: SnapshotContext,
  transaction: DatabaseTransaction,
  quoteId: string,
  failureReason: string,
): Promise<void> {
  const payment = await lockPaymentOfQuote(transaction, quoteId);
  const settledOtherwise = payment.transactionHash !== null || payment.quoteId !== quoteId;
  if (payment.status !== "PROCESSING" || settledOtherwise) return;
  if (await mayBePaid(transaction, quoteId)) return;
  await changeStatus(context, transaction, payment, "FAILED", { failureReason });
}

async function mayBePaid(transaction: DatabaseTransaction, quoteId: string): Promise<boolean> {
  const operations = transaction
    .selectFrom("userOperations")
    .select("quoteId")
    .where("quoteId", "=", quoteId)
    .where("status", "in", ["SENDING", "ACCEPTED", "INCLUDED", "REVERTED"]);
  const relays = transaction
    .selectFrom("relays")
    .select("quoteId")
    .where("quoteId", "=", quoteId)
    .where("kind", "=", "PAYMENT")
    .where("status", "in", ["QUEUED", "SENT", "REVERTED"]);
  return (await operations.unionAll(relays).limit(1).executeTakeFirst()) !== undefined;
}
