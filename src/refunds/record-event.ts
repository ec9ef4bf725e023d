import { appendEvent } from "../events/index.ts";
import type { DatabaseTransaction } from "../store/index.ts";
import { loadRefund } from "./load-refund.ts";
import { type LoadedRefund, type RefundSnapshot, refundSnapshot } from "./refund-snapshot.ts";

/** What a merchant is notified of. */
export const refundEventTypes = [
  "refund.created",
  "refund.address_named",
  "refund.succeeded",
  "refund.failed",
  "refund.cancelled",
  "refund.reversed",
] as const;

export type RefundEventType = (typeof refundEventTypes)[number];

/** What events are about. */
export const refundSubject = "refund";

/** What an event about a refund holds: all that a view of it needs, as it was when the event was written. */
export type RefundEventData = { readonly refund: RefundSnapshot };

/** Writes an event about a refund, in the transaction of the change that it announces. Answers the refund as it is then. */
export async function recordRefundEvent(
  transaction: DatabaseTransaction,
  id: string,
  type: RefundEventType,
  now: Date,
): Promise<LoadedRefund> {
  const loaded = await loadRefund(transaction, id);
  const { organizationId, mode } = loaded.refund;
  const data: RefundEventData = { refund: refundSnapshot(loaded) };
  await appendEvent(transaction, { organizationId, mode, subject: { type: refundSubject, id }, type, data }, now);
  return loaded;
}
