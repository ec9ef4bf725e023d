import { sql } from "kysely";
import type { Clock } from "../runtime/index.ts";
import type { Database, WebhookEndpoint, WebhookEvent } from "../store/index.ts";

/** What is sent, and where to. */
export type ClaimedDelivery = {
  readonly event: WebhookEvent;
  readonly endpoint: WebhookEndpoint;
  /** With this one. */
  readonly attempts: number;
};

/** Deliveries that one process has under way at most: in all, and to one endpoint. */
export const capacity = { all: 400, perEndpoint: 40 };

/** A worker that has not reported back by then is taken for dead, and its deliveries are made by another. Milliseconds. */
const lease = 30_000;

/**
 * Takes deliveries that are due, each under a lease in the database, as many as there is room for beside those `underWay`, which are counted by
 * endpoint. Room that is short goes round: the endpoint with fewest under way comes first, however long the others have been waiting.
 */
export async function claimDue(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  underWay: ReadonlyMap<string, number>,
): Promise<ClaimedDelivery[]> {
  const room = capacity.all - [...underWay.values()].reduce((sum, count) => sum + count, 0);
  if (room <= 0) return [];
  const now = clock();
  const pending = database.selectFrom("webhookDeliveries").where("status", "=", "PENDING");
  const anEndpoint = pending.select("endpointId").orderBy("endpointId").limit(1);
  const due = pending.where("nextAttemptAt", "<=", now).orderBy("nextAttemptAt");
  const counts = JSON.stringify(Object.fromEntries(underWay));
  const endpointId = sql.ref("waiting.endpointId");
  const taken = sql<number>`coalesce((${counts}::jsonb ->> ${endpointId}::text)::integer, 0)`;
  const claims = await database
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
    .with("claimed", (build) =>
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
    .from("claimed")
    .set((row) => ({
      attempts: row("webhookDeliveries.attempts", "+", 1),
      nextAttemptAt: new Date(now.getTime() + lease),
    }))
    .whereRef("webhookDeliveries.eventId", "=", "claimed.eventId")
    .whereRef("webhookDeliveries.endpointId", "=", "claimed.endpointId")
    .returning(["webhookDeliveries.eventId", "webhookDeliveries.endpointId", "webhookDeliveries.attempts"])
    .execute();
  return claims.length === 0 ? [] : load(database, claims);
}

type Claim = { readonly eventId: string; readonly endpointId: string; readonly attempts: number };

/** All of it at once. */
async function load(database: Database, claims: readonly Claim[]): Promise<ClaimedDelivery[]> {
  const idsOf = (key: "eventId" | "endpointId") => [...new Set(claims.map((claim) => claim[key]))];
  const [events, endpoints] = await Promise.all([
    database.selectFrom("webhookEvents").selectAll().where("id", "in", idsOf("eventId")).execute(),
    database.selectFrom("webhookEndpoints").selectAll().where("id", "in", idsOf("endpointId")).execute(),
  ]);
  const eventById = new Map(events.map((event) => [event.id, event]));
  const endpointById = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  return claims.flatMap(({ eventId, endpointId, attempts }) => {
    const event = eventById.get(eventId);
    const endpoint = endpointById.get(endpointId);
    return event && endpoint ? { event, endpoint, attempts } : [];
  });
}
