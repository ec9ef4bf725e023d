import { v7 as uuidv7 } from "uuid";
import type { DatabaseTransaction } from "../store/index.ts";
import type { PaymentsContext } from "./context.ts";
import type { PaymentEventType } from "./event-type.ts";
import { loadPayment } from "./load-payment.ts";
import { merchantView } from "./merchant-view.ts";

/**
 * Puts an event about a payment into the outbox. It takes the transaction of the change that it tells of, so that either both are
 * written or neither is.
 */
export async function recordEvent(
  context: Pick<PaymentsContext, "clock" | "checkoutUrl">,
  transaction: DatabaseTransaction,
  paymentId: string,
  type: PaymentEventType,
): Promise<void> {
  const { eventSequence: sequence } = await transaction
    .updateTable("payments")
    .set((row) => ({ eventSequence: row("eventSequence", "+", 1) }))
    .where("id", "=", paymentId)
    .returning("eventSequence")
    .executeTakeFirstOrThrow();
  const loaded = await loadPayment(transaction, paymentId);
  const { merchantId, mode } = loaded.payment;
  const createdAt = context.clock();
  const id = uuidv7({ msecs: createdAt.getTime() });
  const data = merchantView(loaded, context.checkoutUrl);
  const body = JSON.stringify({ type, timestamp: createdAt.toISOString(), sequence, data });
  await transaction
    .insertInto("webhookEvents")
    .values({ id, merchantId, mode, paymentId, type, sequence, body, createdAt })
    .execute();
  const endpoints = await transaction
    .selectFrom("webhookEndpoints")
    .select("id")
    .where("merchantId", "=", merchantId)
    .where("mode", "=", mode)
    .where("disabledAt", "is", null)
    .execute();
  for (const endpoint of endpoints) {
    const delivery = { id: uuidv7({ msecs: createdAt.getTime() }), eventId: id, endpointId: endpoint.id };
    await transaction
      .insertInto("webhookDeliveries")
      .values({ ...delivery, status: "PENDING", nextAttemptAt: createdAt })
      .execute();
  }
}
