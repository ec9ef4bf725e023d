import { lockPayment, PaymentStateError } from "../payments/index.ts";
import type { DatabaseTransaction, PaymentRow, Quote } from "../store/index.ts";
import type { QuotesContext } from "./context.ts";
import { PaymentUnderWayError } from "./errors.ts";

/**
 * Two quotes of one payment are two ids on chain, and both would settle. So while an operation of one may land, those of the others wait. Its own
 * may be tried again: an id settles once. Answers the payment, its row
 * taken. Throws `PaymentUnderWayError`, `PaymentStateError`.
 */
export async function reservePayment(
  { clock }: Pick<QuotesContext, "clock">,
  transaction: DatabaseTransaction,
  quote: Quote,
): Promise<PaymentRow> {
  const payment = await lockPayment(transaction, quote.paymentId);
  const { status } = payment;
  if (status !== "ACTIVE") throw new PaymentStateError(status, "paid");
  const other = await transaction
    .selectFrom("userOperations")
    .innerJoin("quotes", "quotes.id", "userOperations.quoteId")
    .select("quotes.id")
    .where("quotes.paymentId", "=", quote.paymentId)
    .where("quotes.id", "!=", quote.id)
    .where("quotes.expiresAt", ">", clock())
    .where("userOperations.status", "in", ["SENDING", "ACCEPTED"])
    .executeTakeFirst();
  if (other) throw new PaymentUnderWayError();
  return payment;
}
