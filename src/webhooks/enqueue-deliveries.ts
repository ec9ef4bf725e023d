import { v7 as uuidv7 } from "uuid";
import { type Consumer, consume } from "../events/index.ts";
import type { Clock } from "../runtime/index.ts";
import type { Database, DatabaseTransaction, WebhookEndpoint } from "../store/index.ts";
import type { ToldEvent, WebhookRenderers } from "./bodies.ts";
import { everyEvent } from "./endpoints.ts";

/** An event whose subject is an endpoint is for that one alone, and whoever writes it enqueues its delivery. */
export const endpointSubject = "webhook_endpoint";

const batchSize = 500;

type FanOutContext = { readonly database: Database; readonly clock: Clock; readonly renderers: WebhookRenderers };

/** Hears of new events and enqueues the delivery of each to every enabled endpoint of its merchant that wants it. Answers how many events there were. */
export function fanOut(context: FanOutContext): Promise<number> {
  return consume(context.database, { name: "webhooks", batchSize, handle: handleEvents(context) });
}

/**
 * Whether an endpoint has asked for an event, by our name for it or by its style's, and its style has words for it. A style of another release is asked when
 * it is rendered.
 */
export function wants(
  { events, style }: Pick<WebhookEndpoint, "events" | "style">,
  event: ToldEvent,
  renderers: WebhookRenderers,
): boolean {
  const renderer = Object.hasOwn(renderers, style) ? renderers[style] : undefined;
  const name = renderer ? renderer.nameOf(event) : event.type;
  return name !== null && [everyEvent, event.type, name].some((asked) => events.includes(asked));
}

/** True: there may be more. */
export const isFullBatch = (count: number) => count === batchSize;

function handleEvents({ clock, renderers }: FanOutContext): Consumer["handle"] {
  return async (transaction, events) => {
    const organizationIds = [...new Set(events.map(({ organizationId }) => organizationId))];
    const endpoints = await transaction
      .selectFrom("webhookEndpoints")
      .select(["id", "organizationId", "mode", "events", "style"])
      .where("organizationId", "in", organizationIds)
      .where("disabledAt", "is", null)
      .execute();
    const endpointsByOwner = Map.groupBy(endpoints, ({ organizationId, mode }) => `${organizationId} ${mode}`);
    const deliveries = events
      .filter(({ subject }) => subject.type !== endpointSubject)
      .flatMap((event) => {
        const { id: eventId, organizationId, mode } = event;
        const receivers = endpointsByOwner.get(`${organizationId} ${mode}`) ?? [];
        return receivers
          .filter((endpoint) => wants(endpoint, event, renderers))
          .map(({ id: endpointId }) => ({ eventId, endpointId }));
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
