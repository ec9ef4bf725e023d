import { v7 as uuidv7 } from "uuid";
import type { DomainEvent } from "../events/index.ts";
import type { Clock } from "../runtime/index.ts";
import { DomainError } from "../runtime/index.ts";
import type { Database, DatabaseTransaction, Owner, PageRequest, WebhookDeliveryStatus } from "../store/index.ts";
import type { WebhookRenderers } from "./bodies.ts";
import { wants } from "./enqueue-deliveries.ts";
import { type EndpointRef, findWebhookEndpoint, listWebhookEndpoints } from "./find-endpoint.ts";

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

/** With what is told of their events. */
export function deliveriesOf(database: Database | DatabaseTransaction, { organizationId, mode }: Owner) {
  return database
    .selectFrom("webhookDeliveries")
    .innerJoin("events", "events.id", "webhookDeliveries.eventId")
    .selectAll("webhookDeliveries")
    .select(["events.type", "events.subjectType", "events.subjectId", "events.sequence", "events.createdAt"])
    .where("events.organizationId", "=", organizationId)
    .where("events.mode", "=", mode);
}

/** What is left out filters nothing. */
export type DeliveryFilter = {
  readonly endpointId?: string | undefined;
  readonly eventId?: string | undefined;
  readonly status?: WebhookDeliveryStatus | undefined;
  readonly type?: string | undefined;
  readonly paymentId?: string | undefined;
  /** Of what its event is about. */
  readonly subjectType?: string | undefined;
  /** Of its endpoint. */
  readonly style?: string | undefined;
};

/** The newest first. */
export async function listDeliveries(
  database: Database,
  owner: Owner,
  { cursor, limit }: PageRequest,
  filter: DeliveryFilter = {},
): Promise<Delivery[]> {
  return filtered(database, owner, filter)
    .$if(cursor !== undefined, (query) => query.where("webhookDeliveries.id", "<", cursor ?? ""))
    .orderBy("webhookDeliveries.id", "desc")
    .limit(limit)
    .execute();
}

/** The same by place in the list, with how many there are in all. */
export async function searchDeliveries(
  database: Database,
  owner: Owner,
  filter: DeliveryFilter,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly deliveries: Delivery[]; readonly total: number }> {
  const found = filtered(database, owner, filter);
  const { total } = await found
    .clearSelect()
    .select(({ fn }) => fn.countAll<bigint>().as("total"))
    .executeTakeFirstOrThrow();
  const deliveries = await found.orderBy("webhookDeliveries.id", "desc").offset(offset).limit(limit).execute();
  return { deliveries, total: Number(total) };
}

function filtered(
  database: Database,
  owner: Owner,
  { endpointId, eventId, status, type, paymentId, subjectType, style }: DeliveryFilter,
) {
  return deliveriesOf(database, owner)
    .$if(endpointId !== undefined, (query) => query.where("webhookDeliveries.endpointId", "=", endpointId ?? ""))
    .$if(eventId !== undefined, (query) => query.where("webhookDeliveries.eventId", "=", eventId ?? ""))
    .$if(status !== undefined, (query) => query.where("webhookDeliveries.status", "=", status ?? "PENDING"))
    .$if(type !== undefined, (query) => query.where("events.type", "=", type ?? ""))
    .$if(paymentId !== undefined, (query) =>
      query.where("events.subjectType", "=", "payment").where("events.subjectId", "=", paymentId ?? ""),
    )
    .$if(subjectType !== undefined, (query) => query.where("events.subjectType", "=", subjectType ?? ""))
    .$if(style !== undefined, (query) =>
      query.where("webhookDeliveries.endpointId", "in", (row) =>
        row
          .selectFrom("webhookEndpoints")
          .select("id")
          .where("style", "=", style ?? ""),
      ),
    );
}

/** Throws `DeliveryNotFoundError`. */
export async function findDelivery(database: Database | DatabaseTransaction, owner: Owner, id: string) {
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

type SendingContext = Context & { readonly renderers: WebhookRenderers };

/** Enabled endpoints that an event is sent to again: all that want it, or the one that is named. Throws `WebhookEndpointNotFoundError` where there is none. */
async function receiversOf(database: Database | DatabaseTransaction, { endpointId, ...owner }: EndpointRef) {
  if (endpointId !== undefined) return [await findWebhookEndpoint(database, { ...owner, endpointId })];
  const enabled = (await listWebhookEndpoints(database, owner)).filter(({ disabledAt }) => disabledAt === null);
  // The default one says that it is disabled, or missing.
  return enabled.length > 0 ? enabled : [await findWebhookEndpoint(database, owner)];
}

/** Sends one event again, under the same `webhook-id`, to every endpoint that wants it or to one. Answers the deliveries. */
export async function resendEvent(
  { database, clock, renderers }: SendingContext,
  ref: EndpointRef,
  event: Pick<DomainEvent, "id" | "type" | "data">,
): Promise<Delivery[]> {
  const receivers = await receiversOf(database, ref);
  const pairs = receivers
    .filter((endpoint) => wants(endpoint, event, renderers))
    .map((endpoint) => ({ eventId: event.id, endpointId: endpoint.id }));
  await enqueueAgain(database, pairs, clock());
  const endpointIds = pairs.map(({ endpointId }) => endpointId);
  if (endpointIds.length === 0) return [];
  return deliveriesOf(database, ref)
    .where("webhookDeliveries.eventId", "=", event.id)
    .where("webhookDeliveries.endpointId", "in", endpointIds)
    .execute();
}

/** Sends all events of a span again, those that were delivered and those that had no endpoint then. Answers how many. */
export async function replay(
  { database, clock, renderers }: SendingContext,
  ref: EndpointRef,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<number> {
  const receivers = await receiversOf(database, ref);
  const { organizationId, mode } = ref;
  const owner = { organizationId, mode };
  const now = clock();
  const ofSpan = database
    .selectFrom("events")
    .select(["id", "type", "data", "serial"])
    .where("organizationId", "=", owner.organizationId)
    .where("mode", "=", owner.mode)
    .where("createdAt", ">=", from)
    .where("createdAt", "<", to)
    .orderBy("serial")
    .limit(replayBatch);
  let sent = 0;
  // A month of events is more than what is held at once.
  for (let batch = await ofSpan.execute(); batch.length > 0; ) {
    const receiversOfEach = batch.map((event) => receivers.filter((endpoint) => wants(endpoint, event, renderers)));
    const pairs = batch.flatMap(({ id: eventId }, index) =>
      (receiversOfEach[index] ?? []).map((endpoint) => ({ eventId, endpointId: endpoint.id })),
    );
    await enqueueAgain(database, pairs, now);
    sent += receiversOfEach.filter((each) => each.length > 0).length;
    batch = await ofSpan.where("serial", ">", batch.at(-1)?.serial ?? 0n).execute();
  }
  return sent;
}

async function enqueueAgain(
  database: Database,
  pairs: readonly { readonly eventId: string; readonly endpointId: string }[],
  now: Date,
): Promise<void> {
  if (pairs.length === 0) return;
  const id = () => uuidv7({ msecs: now.getTime() });
  await database
    .insertInto("webhookDeliveries")
    .values(pairs.map((pair) => ({ id: id(), ...pair, status: "PENDING" as const, nextAttemptAt: now })))
    .onConflict((conflict) => conflict.columns(["eventId", "endpointId"]).doUpdateSet(againAt(now)))
    .execute();
}

function againAt(now: Date) {
  return { status: "PENDING" as const, attempts: 0, nextAttemptAt: now, deliveredAt: null };
}
