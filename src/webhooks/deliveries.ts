import { v7 as uuidv7 } from "uuid";
import { appendEvent } from "../events/index.ts";
import type { Clock, IdempotentRun } from "../runtime/index.ts";
import { DomainError } from "../runtime/index.ts";
import type { Database, DatabaseTransaction, Owner, PageRequest } from "../store/index.ts";
import { findWebhookEndpoint } from "./endpoints.ts";
import { endpointSubject, enqueueDeliveries } from "./enqueue-deliveries.ts";

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

function deliveriesOf(database: Database | DatabaseTransaction, { organizationId, mode }: Owner) {
  return database
    .selectFrom("webhookDeliveries")
    .innerJoin("events", "events.id", "webhookDeliveries.eventId")
    .selectAll("webhookDeliveries")
    .select(["events.type", "events.subjectType", "events.subjectId", "events.sequence", "events.createdAt"])
    .where("events.organizationId", "=", organizationId)
    .where("events.mode", "=", mode);
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
    .selectFrom("events")
    .select("id")
    .where("organizationId", "=", owner.organizationId)
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

/** Sends a `webhook.test` event to the endpoint, the way of every other. Run again, it answers the delivery of the first. */
export async function sendTestEvent(
  { database, clock }: Context,
  owner: Owner,
  run?: IdempotentRun,
): Promise<Delivery> {
  const endpoint = await findWebhookEndpoint(database, owner);
  const now = clock();
  return database.transaction().execute(async (transaction) => {
    const earlier =
      run &&
      (await deliveriesOf(transaction, owner).where("webhookDeliveries.eventId", "=", run.id).executeTakeFirst());
    if (earlier) return earlier;
    const subject = { type: endpointSubject, id: endpoint.id };
    const data = { message: "Your endpoint hears from Railsplit." };
    const test = { id: run?.id, ...owner, subject, type: "webhook.test", data };
    const event = await appendEvent(transaction, test, now);
    const [id = ""] = await enqueueDeliveries(transaction, [{ eventId: event.id, endpointId: endpoint.id }], now);
    return findDelivery(transaction, owner, id);
  });
}

function againAt(now: Date) {
  return { status: "PENDING" as const, attempts: 0, nextAttemptAt: now, deliveredAt: null };
}
