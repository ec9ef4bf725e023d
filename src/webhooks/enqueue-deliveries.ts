import { v7 as uuidv7 } from "uuid";
import { type Consumer, consume } from "../events/index.ts";
import type { Clock } from "../runtime/index.ts";
import type { Database, DatabaseTransaction } from "../store/index.ts";

/** An event whose subject is an endpoint is for that one alone, and whoever writes it enqueues its delivery. */
export const endpointSubject = "webhook_endpoint";

const batchSize = 500;

/** Hears of new events and enqueues the delivery of each to every enabled endpoint of its merchant. Answers how many events there were. */
export function fanOut({ database, clock }: { readonly database: Database; readonly clock: Clock }): Promise<number> {
  return consume(database, { name: "webhooks", batchSize, handle: handleEvents(clock) });
}

/** True: there may be more. */
export const isFullBatch = (count: number) => count === batchSize;

function handleEvents(clock: Clock): Consumer["handle"] {
  return async (transaction, events) => {
    const organizationIds = [...new Set(events.map(({ organizationId }) => organizationId))];
    const endpoints = await transaction
      .selectFrom("webhookEndpoints")
      .select(["id", "organizationId", "mode"])
      .where("organizationId", "in", organizationIds)
      .where("disabledAt", "is", null)
      .execute();
    const endpointsByOwner = Map.groupBy(endpoints, ({ organizationId, mode }) => `${organizationId} ${mode}`);
    const deliveries = events
      .filter(({ subject }) => subject.type !== endpointSubject)
      .flatMap(({ id: eventId, organizationId, mode }) => {
        const receivers = endpointsByOwner.get(`${organizationId} ${mode}`) ?? [];
        return receivers.map(({ id: endpointId }) => ({ eventId, endpointId }));
      });
    await enqueueDeliveries(transaction, deliveries, clock());
  };
}

/** Adds deliveries that are due at once. Answers the ids of those that were not there before. */
export async function enqueueDeliveries(
  transaction: DatabaseTransaction,
  deliveries: readonly { readonly eventId: string; readonly endpointId: string }[],
  now: Date,
): Promise<string[]> {
  if (deliveries.length === 0) return [];
  const id = () => uuidv7({ msecs: now.getTime() });
  const inserted = await transaction
    .insertInto("webhookDeliveries")
    .values(deliveries.map((delivery) => ({ id: id(), ...delivery, status: "PENDING", nextAttemptAt: now })))
    .onConflict((conflict) => conflict.columns(["eventId", "endpointId"]).doNothing())
    .returning("id")
    .execute();
  return inserted.map((row) => row.id);
}
