import { appendEvent } from "../events/index.ts";
import type { PaymentSource } from "../payments/index.ts";
import type { RefundEventType } from "../protocol/index.ts";
import type { DatabaseTransaction } from "../store/index.ts";
import { loadRefund } from "./load-refund.ts";
import { type LoadedRefund, type RefundSnapshot, refundSnapshot } from "./refund-snapshot.ts";

/** What events are about. */
export const refundSubject = "refund";

/** What an event about a refund holds: all that a view of it needs, as it was when the event was written. */
export type RefundEventData = {
  readonly refund: RefundSnapshot;
  /** What the refunded payment was made for; events of earlier releases have none. */
  readonly madeFor?: { readonly source: PaymentSource | null; readonly externalId: string | null };
};

/** Writes an event about a refund, in the transaction of the change that it announces. Answers the refund as it is then. */
export async function recordRefundEvent(
  transaction: DatabaseTransaction,
  id: string,
  type: RefundEventType,
  now: Date,
): Promise<LoadedRefund> {
  const loaded = await loadRefund(transaction, id);
  const { organizationId, mode } = loaded.refund;
  const { sourceType, sourceId, externalId } = await transaction
    .selectFrom("payments")
    .select(["sourceType", "sourceId", "externalId"])
    .where("id", "=", loaded.refund.paymentId)
    .executeTakeFirstOrThrow();
  const source = sourceType === null || sourceId === null ? null : { type: sourceType, id: sourceId };
  const data: RefundEventData = { refund: refundSnapshot(loaded), madeFor: { source, externalId } };
  await appendEvent(transaction, { organizationId, mode, subject: { type: refundSubject, id }, type, data }, now);
  return loaded;
}
