import { loadPayment, PaymentStateError, type PaymentsContext } from "../payments/index.ts";
import type { Chain } from "../protocol/index.ts";
import type { Quote } from "../store/index.ts";
import { QuoteExpiredError } from "./errors.ts";

/** Throws `PaymentStateError` or `QuoteExpiredError` unless the quote's payment can still be paid, with time to be included. */
export async function checkPayable(context: PaymentsContext, chain: Chain, quote: Quote): Promise<void> {
  const { payment } = await loadPayment(context.database, quote.paymentId);
  if (payment.status !== "ACTIVE") throw new PaymentStateError(payment.status, "paid");
  const left = quote.expiresAt.getTime() - context.clock().getTime();
  if (left <= timeToInclude(chain)) throw new QuoteExpiredError();
}

/** What is taken with less left would most likely miss the deadline, and fail a payment that a fresh quote can pay. Milliseconds. */
const timeToInclude = ({ blockTime }: Chain) => 3_000 + 2 * blockTime;
