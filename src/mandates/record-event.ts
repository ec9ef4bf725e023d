import { appendEvent } from "../events/index.ts";
import type { MandateEventType } from "../protocol/index.ts";
import type { DatabaseTransaction, Mandate, MandateCharge } from "../store/index.ts";
import { type ChargeSnapshot, chargeSnapshot, type MandateSnapshot, mandateSnapshot } from "./mandate-snapshot.ts";

/** What events are about. */
export const mandateSubject = "mandate";

/** What an event about a mandate holds: all that a view of it needs, as it was when the event was written; and the charge, where it is about one. */
export type MandateEventData = { readonly mandate: MandateSnapshot; readonly charge: ChargeSnapshot | null };

/** Writes an event about a mandate, or one of its charges, in the transaction of the change that it announces. */
export async function recordMandateEvent(
  transaction: DatabaseTransaction,
  mandate: Mandate,
  type: MandateEventType,
  now: Date,
  charge?: MandateCharge,
): Promise<void> {
  const { id, organizationId, mode } = mandate;
  const data: MandateEventData = {
    mandate: mandateSnapshot(mandate),
    charge: charge ? chargeSnapshot(charge) : null,
  };
  await appendEvent(transaction, { organizationId, mode, subject: { type: mandateSubject, id }, type, data }, now);
}
