import { setTimeout as sleep } from "node:timers/promises";
import { appendEvent } from "../events/index.ts";
import type { Clock, IdempotentRun } from "../runtime/index.ts";
import type { Database, Owner } from "../store/index.ts";
import { type Delivery, deliveriesOf, findDelivery } from "./deliveries.ts";
import { endpointSubject, enqueueDeliveries } from "./enqueue-deliveries.ts";
import { type EndpointRef, findWebhookEndpoint } from "./find-endpoint.ts";

type Context = { readonly database: Database; readonly clock: Clock };

/** How long a test waits for the outcome of its first attempt, in milliseconds: as long as an attempt may take. */
export const testPatience = 10_000;

/** The shortest and the longest time between two looks, in milliseconds. */
const pollIntervals = { first: 50, last: 800 };

/** Sends a `webhook.test` event to an endpoint, the way of every other. Run again, it answers the delivery of the first. */
export async function sendTestEvent(
  { database, clock }: Context,
  { endpointId, ...owner }: EndpointRef,
  run?: IdempotentRun,
): Promise<Delivery> {
  const endpoint = await findWebhookEndpoint(database, { ...owner, endpointId });
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

/** Whether an attempt has ended: a receiver that refuses is tried again, so that the delivery may still be pending. */
export function wasTried({ status, responseStatus, lastError }: Delivery): boolean {
  return status !== "PENDING" || responseStatus !== null || lastError !== null;
}

/** Waits until the first attempt of a delivery has ended, which another process may make, for `patience` milliseconds at most. */
export async function awaitFirstAttempt(
  database: Database,
  owner: Owner,
  delivery: Delivery,
  patience: number,
): Promise<Delivery> {
  let latest = delivery;
  let left = patience;
  for (let wait = pollIntervals.first; !wasTried(latest) && left > 0; wait = Math.min(wait * 2, pollIntervals.last)) {
    const interval = Math.min(wait, left);
    await sleep(interval);
    left -= interval;
    latest = await findDelivery(database, owner, delivery.id);
  }
  return latest;
}
