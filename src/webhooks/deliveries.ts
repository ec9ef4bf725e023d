import { v7 as uuidv7 } from "uuid";
import { enqueueDelivery } from "../events/index.ts";
import type { Clock, IdempotentRun } from "../runtime/index.ts";
import { DomainError } from "../runtime/index.ts";
import type { Database, DatabaseTransaction, Owner, PageRequest } from "../store/index.ts";
import { findWebhookEndpoint } from "./endpoints.ts";

type Context = { readonly database: Database; readonly clock: Clock };

/** Rows written by one statement. */
const replayBatch = 500;

/** There is no such delivery, or it is another merchant's. */
export class DeliveryNotFoundError extends DomainError {
  override readonly name = "DeliveryNotFoundError";
  override readonly code = "DELIVERY_NOT_FOUND";
  constructor(id: string) {
    super(`There is no delivery "${id}".`);
  }
}

export type Delivery = Awaited<ReturnType<typeof findDelivery>>;

function deliveriesOf(database: Database | DatabaseTransaction, { merchantId, mode }: Owner) {
  return database
    .selectFrom("webhookDeliveries")
    .innerJoin("webhookEvents", "webhookEvents.id", "webhookDeliveries.eventId")
    .selectAll("webhookDeliveries")
    .select(["webhookEvents.type", "webhookEvents.paymentId", "webhookEvents.sequence", "webhookEvents.createdAt"])
    .where("webhookEvents.merchantId", "=", merchantId)
    .where("webhookEvents.mode", "=", mode);
}

/** The newest first. */
export async function listDeliveries(
  database: Database,
  owner: Owner,
  { cursor, limit }: PageRequest,
): Promise<Delivery[]> {
  return deliveriesOf(database, owner)
    .$if(cursor !== undefined, (query) => query.where("webhookDeliveries.id", "<", cursor ?? ""))
    .orderBy("webhookDeliveries.id", "desc")
    .limit(limit)
    .execute();
}

async function findDelivery(database: Database | DatabaseTransaction, owner: Owner, id: string) {
  const found = await deliveriesOf(database, owner).where("webhookDeliveries.id", "=", id).executeTakeFirst();
  if (!found) throw new DeliveryNotFoundError(id);
  return found;
}

/** Sends an event again from the first attempt on, under the same `webhook-id`. Throws `DeliveryNotFoundError`. */
export async function redeliver({ database, clock }: Context, owner: Owner, id: string): Promise<Delivery> {
  await findDelivery(database, owner, id);
  await database.updateTable("webhookDeliveries").set(againAt(clock())).where("id", "=", id).execute();
  return findDelivery(database, owner, id);
}

/** Sends all events of a span again, those that were delivered and those that had no endpoint then. Answers how many. */
export async function replay(
  { database, clock }: Context,
  owner: Owner,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<number> {
  const endpoint = await findWebhookEndpoint(database, owner);
  const now = clock();
  const events = await database
    .selectFrom("webhookEvents")
    .select("id")
    .where("merchantId", "=", owner.merchantId)
    .where("mode", "=", owner.mode)
    .where("createdAt", ">=", from)
    .where("createdAt", "<", to)
    .orderBy("createdAt")
    .execute();
  for (let start = 0; start < events.length; start += replayBatch) {
    const deliveries = events.slice(start, start + replayBatch).map((event) => ({
      id: uuidv7({ msecs: now.getTime() }),
      eventId: event.id,
      endpointId: endpoint.id,
      status: "PENDING" as const,
      nextAttemptAt: now,
    }));
    await database
      .insertInto("webhookDeliveries")
      .values(deliveries)
      .onConflict((conflict) => conflict.columns(["eventId", "endpointId"]).doUpdateSet(againAt(now)))
      .execute();
  }
  return events.length;
}

/** Puts a `webhook.test` event into the outbox, so that it goes the way of every other. Run again, it answers the delivery of the first. */
export async function sendTestEvent(
  { database, clock }: Context,
  owner: Owner,
  run?: IdempotentRun,
): Promise<Delivery> {
  const endpoint = await findWebhookEndpoint(database, owner);
  const createdAt = clock();
  const eventId = run?.id ?? uuidv7({ msecs: createdAt.getTime() });
  const type = "webhook.test";
  const data = { message: "Your endpoint hears from Railsplit." };
  const body = JSON.stringify({ type, timestamp: createdAt.toISOString(), sequence: 0, data });
  return database.transaction().execute(async (transaction) => {
    const inserted = await transaction
      .insertInto("webhookEvents")
      .values({ id: eventId, ...owner, paymentId: null, type, sequence: 0, body, createdAt })
      .onConflict((conflict) => conflict.column("id").doNothing())
      .returning("id")
      .executeTakeFirst();
    if (!inserted) {
      return deliveriesOf(transaction, owner)
        .where("webhookDeliveries.eventId", "=", eventId)
        .executeTakeFirstOrThrow();
    }
    const id = await enqueueDelivery(transaction, { eventId, endpointId: endpoint.id }, createdAt);
    return findDelivery(transaction, owner, id);
  });
}

function againAt(now: Date) {
  return { status: "PENDING" as const, attempts: 0, nextAttemptAt: now, deliveredAt: null };
}
