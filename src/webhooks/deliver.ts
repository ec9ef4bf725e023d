import type { Selectable } from "kysely";
import type { Clock } from "../clock.ts";
import type { Database, Schema, WebhookEndpoint, WebhookEvent } from "../store/index.ts";
import { delayAfter } from "./schedule.ts";
import { type SendResult, sendWebhook } from "./send.ts";
import type { WebhookTargets } from "./targets.ts";

export type DeliveryContext = {
  readonly database: Database;
  readonly clock: Clock;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
  readonly webhookTargets: WebhookTargets;
};

type Claim = Pick<Selectable<Schema["webhookDeliveries"]>, "eventId" | "endpointId" | "attempts">;

type Delivery = { readonly claim: Claim; readonly event: WebhookEvent; readonly endpoint: WebhookEndpoint };

/** Deliveries one worker works on at a time. */
const batchSize = 20;

/** A worker that has not reported back by then is taken for dead, and its deliveries are made by another. */
const lease = 30_000;

/** Makes the deliveries that are due, each under a lease in the database. Answers how many it took. */
export async function deliverDue(context: DeliveryContext): Promise<number> {
  const claims = await claimDue(context);
  const deliveries = claims.length === 0 ? [] : await load(context, claims);
  await Promise.all(deliveries.map((delivery) => deliver(context, delivery)));
  return claims.length;
}

/** What is sent, and where to: all of it at once. */
async function load({ database }: DeliveryContext, claims: readonly Claim[]): Promise<Delivery[]> {
  const idsOf = (key: "eventId" | "endpointId") => [...new Set(claims.map((claim) => claim[key]))];
  const [events, endpoints] = await Promise.all([
    database.selectFrom("webhookEvents").selectAll().where("id", "in", idsOf("eventId")).execute(),
    database.selectFrom("webhookEndpoints").selectAll().where("id", "in", idsOf("endpointId")).execute(),
  ]);
  return claims.flatMap((claim) => {
    const event = events.find(({ id }) => id === claim.eventId);
    const endpoint = endpoints.find(({ id }) => id === claim.endpointId);
    return event && endpoint ? { claim, event, endpoint } : [];
  });
}

async function claimDue({ database, clock }: DeliveryContext): Promise<Claim[]> {
  const now = clock();
  return database
    .with("due", (build) =>
      build
        .selectFrom("webhookDeliveries")
        .select(["eventId", "endpointId"])
        .where("status", "=", "PENDING")
        .where("nextAttemptAt", "<=", now)
        .orderBy("nextAttemptAt")
        .limit(batchSize)
        .forUpdate()
        .skipLocked(),
    )
    .updateTable("webhookDeliveries")
    .from("due")
    .set((row) => ({
      attempts: row("webhookDeliveries.attempts", "+", 1),
      nextAttemptAt: new Date(now.getTime() + lease),
    }))
    .whereRef("webhookDeliveries.eventId", "=", "due.eventId")
    .whereRef("webhookDeliveries.endpointId", "=", "due.endpointId")
    .returning(["webhookDeliveries.eventId", "webhookDeliveries.endpointId", "webhookDeliveries.attempts"])
    .execute();
}

async function deliver(context: DeliveryContext, { claim, event, endpoint }: Delivery): Promise<void> {
  const result = await attempt(context, endpoint, event);
  await record(context, claim, result);
}

async function attempt(
  { clock, webhookTargets }: DeliveryContext,
  endpoint: WebhookEndpoint,
  event: WebhookEvent,
): Promise<SendResult> {
  if (endpoint.disabledAt !== null) {
    return { delivered: false, gone: true, responseStatus: null, error: "The endpoint is disabled." };
  }
  return sendWebhook(endpoint, event, clock(), webhookTargets);
}

async function record({ database, clock, random }: DeliveryContext, claim: Claim, result: SendResult): Promise<void> {
  const now = clock();
  const delay = result.gone ? null : delayAfter(claim.attempts, random());
  const outcome = result.delivered
    ? { status: "DELIVERED" as const, deliveredAt: now }
    : delay === null
      ? { status: "FAILED" as const }
      : { nextAttemptAt: new Date(now.getTime() + delay) };
  await database.transaction().execute(async (transaction) => {
    await transaction
      .updateTable("webhookDeliveries")
      .set({ ...outcome, responseStatus: result.responseStatus, lastError: result.error })
      .where("eventId", "=", claim.eventId)
      .where("endpointId", "=", claim.endpointId)
      // A worker that overran its lease reports on an attempt that is not the last one any more.
      .where("attempts", "=", claim.attempts)
      .execute();
    if (result.gone) {
      await transaction
        .updateTable("webhookEndpoints")
        .set({ disabledAt: now })
        .where("id", "=", claim.endpointId)
        .where("disabledAt", "is", null)
        .execute();
    }
  });
}
