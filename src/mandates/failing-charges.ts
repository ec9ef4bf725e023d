import { sql } from "kysely";
import type { ChargeCause, Database } from "../store/index.ts";

/** So long after its window has opened a charge should have been tried. Milliseconds. */
const patience = 60 * 60_000;

export type FailingCharges = { readonly chainId: number; readonly cause: ChargeCause; readonly count: number };

/** Charges in their windows that do not go through, by chain and cause; `not_in_time` are those that nobody has tried for an hour. */
export async function failingCharges(database: Database, now: Date): Promise<FailingCharges[]> {
  const rows = await database
    .selectFrom("mandateCharges")
    .select(["chainId", "cause", sql<number>`count(*)::int`.as("count")])
    .where("status", "=", "SCHEDULED")
    .where("opensAt", "<=", now)
    .where((row) => row.or([row("cause", "is not", null), row("opensAt", "<=", new Date(now.getTime() - patience))]))
    .groupBy(["chainId", "cause"])
    .execute();
  return rows.map(({ chainId, cause, count }) => ({ chainId, cause: cause ?? "not_in_time", count }));
}
