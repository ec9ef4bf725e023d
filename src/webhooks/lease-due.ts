import { sql } from "kysely";
import { type DomainEvent, eventFromRow } from "../events/index.ts";
import type { Clock } from "../runtime/index.ts";
import type { Database, WebhookEndpoint, WebhookSecret } from "../store/index.ts";
import { bodiesOf, type WebhookRenderers } from "./bodies.ts";
import { signingSecrets } from "./secrets.ts";

export type LeaseContext = { readonly database: Database; readonly clock: Clock; readonly renderers: WebhookRenderers };

/** What is sent, and where to. */
export type LeasedDelivery = {
  readonly event: DomainEvent;
  readonly endpoint: WebhookEndpoint;
  /** As they are stored. */
  readonly secrets: readonly WebhookSecret[];
  /** The exact bytes; an error where the event cannot be rendered in the endpoint's style. */
  readonly body: string | Error;
  /** With this one. */
  readonly attempts: number;
};

/** Deliveries that one process has in flight at most: in all, and to one endpoint. */
export const capacity = { all: 400, perEndpoint: 40 };

/** A worker that has not reported back by then counts as dead, and its deliveries are made by another. Milliseconds. */
const lease = 30_000;

/**
 * Takes deliveries that are due, each under a lease in the database, as many as there is room for beside those `underWay`, which are counted by
 * endpoint. Room that is short goes round: the endpoint with fewest under way comes first, however long the others have been waiting.
 */
export async function leaseDue(
  context: LeaseContext,
  underWay: ReadonlyMap<string, number>,
): Promise<LeasedDelivery[]> {
  const { database, clock } = context;
  const room = capacity.all - [...underWay.values()].reduce((sum, count) => sum + count, 0);
  if (room <= 0) return [];
  const now = clock();
  const pending = database.selectFrom("webhookDeliveries").where("status", "=", "PENDING");
  const anEndpoint = pending.select("endpointId").orderBy("endpointId").limit(1);
  const due = pending.where("nextAttemptAt", "<=", now).orderBy("nextAttemptAt");
  const counts = JSON.stringify(Object.fromEntries(underWay));
  const endpointId = sql.ref("waiting.endpointId");
  const taken = sql<number>`coalesce((${counts}::jsonb ->> ${endpointId}::text)::integer, 0)`;
  const leased = await database
    // From one endpoint to the next along the index: no queue's length matters.
    .withRecursive("waiting(endpointId)", (build) =>
      build
        .selectFrom(anEndpoint.as("first"))
        .select("first.endpointId")
        .unionAll((union) =>
          union
            .selectFrom("waiting")
            .crossJoinLateral(() => anEndpoint.whereRef("endpointId", ">", endpointId).as("next"))
            .select("next.endpointId"),
        ),
    )
    .with("places", (build) =>
      build
        .selectFrom("waiting")
        .crossJoinLateral(() =>
          due
            .select("nextAttemptAt")
            .whereRef("endpointId", "=", endpointId)
            .limit(sql<number>`${capacity.perEndpoint}::integer - ${taken}`)
            .as("due"),
        )
        .select(["waiting.endpointId", "due.nextAttemptAt"])
        .select(({ fn }) => {
          const nth = fn
            .agg<number>("row_number")
            .over((over) => over.partitionBy("waiting.endpointId").orderBy("due.nextAttemptAt"));
          return sql<number>`${taken} + ${nth}`.as("place");
        })
        .orderBy("place")
        .orderBy("due.nextAttemptAt")
        .limit(room),
    )
    .with("shares", (build) =>
      build
        .selectFrom("places")
        .select(({ fn }) => ["endpointId", fn.countAll<number>().as("share")])
        .groupBy("endpointId"),
    )
    // Locked only now, so that a worker locks no more than it takes, and takes the next where another was first.
    .with("leased", (build) =>
      build
        .selectFrom("shares")
        .crossJoinLateral(() =>
          due
            .select(["eventId", "endpointId"])
            .whereRef("endpointId", "=", sql.ref("shares.endpointId"))
            .limit(sql.ref<number>("shares.share"))
            .forUpdate()
            .skipLocked()
            .as("due"),
        )
        .select(["due.eventId", "due.endpointId"]),
    )
    .updateTable("webhookDeliveries")
    .from("leased")
    .set((row) => ({
      attempts: row("webhookDeliveries.attempts", "+", 1),
      nextAttemptAt: new Date(now.getTime() + lease),
    }))
    .whereRef("webhookDeliveries.eventId", "=", "leased.eventId")
    .whereRef("webhookDeliveries.endpointId", "=", "leased.endpointId")
    .returning(["webhookDeliveries.eventId", "webhookDeliveries.endpointId", "webhookDeliveries.attempts"])
    .execute();
  return leased.length === 0 ? [] : load(context, leased);
}

type Lease = { readonly eventId: string; readonly endpointId: string; readonly attempts: number };

/** All of it at once. */
async function load(context: LeaseContext, leases: readonly Lease[]): Promise<LeasedDelivery[]> {
  const { database } = context;
  const idsOf = (key: "eventId" | "endpointId") => [...new Set(leases.map((lease) => lease[key]))];
  const [events, endpoints, secrets] = await Promise.all([
    database.selectFrom("events").selectAll().where("id", "in", idsOf("eventId")).execute(),
    database.selectFrom("webhookEndpoints").selectAll().where("id", "in", idsOf("endpointId")).execute(),
    signingSecrets(database, idsOf("endpointId"), context.clock()),
  ]);
  const secretsByEndpoint = Map.groupBy(secrets, (secret) => secret.endpointId);
  const eventById = new Map(events.map((row) => [row.id, eventFromRow(row)]));
  const endpointById = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  const deliveries = leases.flatMap(({ eventId, endpointId, attempts }) => {
    const event = eventById.get(eventId);
    const endpoint = endpointById.get(endpointId);
    return event && endpoint ? { event, endpoint, attempts, secrets: secretsByEndpoint.get(endpointId) ?? [] } : [];
  });
  const bodies = await bodiesOf(
    context,
    deliveries.map(({ event, endpoint: { style } }) => ({ event, style })),
  );
  return deliveries.map((delivery, index) => ({ ...delivery, body: bodies[index] as string | Error }));
}
