import type { DatabaseTransaction, PaymentRow } from "../store/index.ts";

/** Takes a payment's row for the rest of the transaction, so that two changes of one payment come one after the other. */
export async function lockPayment(transaction: DatabaseTransaction, id: string): Promise<PaymentRow> {
  return transaction.selectFrom("payments").selectAll().where("id", "=", id).forUpdate().executeTakeFirstOrThrow();
}

/** The payment that a quote is of, its row taken likewise. */
export async function lockPaymentOfQuote(transaction: DatabaseTransaction, quoteId: string): Promise<PaymentRow> {
  const { paymentId } = await transaction
    .selectFrom("quotes")
    .select("paymentId")
    .where("id", "=", quoteId)
    .executeTakeFirstOrThrow();
  return lockPayment(transaction, paymentId);
}
