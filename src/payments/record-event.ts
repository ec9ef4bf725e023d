import { v7 as uuidv7 } from "uuid";
import type { Address } from "viem";
import type { PaymentEventType } from "../events/index.ts";
import { enqueueDelivery } from "../events/index.ts";
import type { TokenSymbol } from "../protocol/index.ts";
import type { DatabaseTransaction } from "../store/index.ts";
import { loadPayment } from "./load-payment.ts";
import { merchantView, type ViewContext } from "./merchant-view.ts";

/** Money that stands at a deposit address. Amounts are decimal strings. */
export type DepositNotice = {
  readonly chainId: number;
  readonly token: TokenSymbol;
  readonly address: Address;
  readonly receivedAmount: string;
  /** What is still missing; null where the money does not pay the quote: late, of another token, or on another chain. */
  readonly dueAmount: string | null;
  /** With `payment.waiting`: what settling it costs at the moment, and the fee that does not cover it. US dollars. */
  readonly sponsorship?: { readonly estimatedCost: string; readonly fee: string };
};

/**
 * Puts an event about a payment into the outbox. It takes the transaction of the change that it tells of, so that either both are
 * written or neither is.
 */
export async function recordEvent(
  context: ViewContext,
  transaction: DatabaseTransaction,
  paymentId: string,
  type: PaymentEventType,
  deposit?: DepositNotice,
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
  const data = merchantView(context, loaded);
  const body = JSON.stringify({ type, timestamp: createdAt.toISOString(), sequence, data, deposit });
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
    await enqueueDelivery(transaction, { eventId: id, endpointId: endpoint.id }, createdAt);
  }
}
