import type { Quote } from "../store/index.ts";
import { changeStatus } from "./change-status.ts";
import type { PaymentsContext } from "./context.ts";
import { lockPayment } from "./lock-payment.ts";

/** PROCESSING for an ACTIVE payment: the whole amount is at the deposit address of one of its quotes. Answers whether that quote is the one to settle. */
export async function receiveDeposit(
  context: PaymentsContext,
  { id: quoteId, paymentId }: Pick<Quote, "id" | "paymentId">,
): Promise<boolean> {
  return context.database.transaction().execute(async (transaction) => {
    const payment = await lockPayment(transaction, paymentId);
    if (payment.status === "ACTIVE") await changeStatus(context, transaction, payment, "PROCESSING", { quoteId });
    return payment.status === "ACTIVE" || (payment.status === "PROCESSING" && payment.quoteId === quoteId);
  });
}
