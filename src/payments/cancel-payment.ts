import type { IdempotentRun } from "../runtime/index.ts";
import type { Owner } from "../store/index.ts";
import { checkNoAttempt } from "./attempts.ts";
import { changeStatus } from "./change-status.ts";
import type { PaymentsContext } from "./context.ts";
import { PaymentStateError } from "./errors.ts";
import { type LoadedPayment, loadPayment } from "./load-payment.ts";
import { lockPayment } from "./lock-payment.ts";

/** Cancels an ACTIVE payment. Throws `PaymentNotFoundError`, `PaymentStateError` or `PaymentUnderWayError`. Run again, it answers a payment that is cancelled already. */
export async function cancelPayment(
  context: PaymentsContext,
  id: string,
  owner: Owner,
  run?: IdempotentRun,
): Promise<LoadedPayment> {
  return context.database.transaction().execute(async (transaction) => {
    await loadPayment(transaction, id, owner);
    const payment = await lockPayment(transaction, id);
    if (payment.status === "CANCELLED" && run?.isAgain) return loadPayment(transaction, id);
    if (payment.status !== "ACTIVE") throw new PaymentStateError(payment.status, "cancelled");
    await checkNoAttempt(transaction, id, context.clock());
    await changeStatus(context, transaction, payment, "CANCELLED");
    return loadPayment(transaction, id);
  });
}
