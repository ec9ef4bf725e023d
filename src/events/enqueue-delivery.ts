import { v7 as uuidv7 } from "uuid";
import type { DatabaseTransaction } from "../store/index.ts";

/** Adds the delivery of an event to the outbox, due at once, in the transaction that writes the event. Answers its id. */
export async function enqueueDelivery(
  transaction: DatabaseTransaction,
  { eventId, endpointId }: { readonly eventId: string; readonly endpointId: string },
  now: Date,
): Promise<string> {
  const id = uuidv7({ msecs: now.getTime() });
  await transaction
    .insertInto("webhookDeliveries")
    .values({ id, eventId, endpointId, status: "PENDING", nextAttemptAt: now })
    .execute();
  return id;
}
