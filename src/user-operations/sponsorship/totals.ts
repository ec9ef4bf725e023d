import type { Clock } from "../../runtime/index.ts";
import type { Database, SponsorshipStatus } from "../../store/index.ts";
import { spentWithin, type Window, windows } from "./budgets.ts";

/** Sponsorships as operators watch them. */
export type SponsorshipTotals = {
  readonly count: Readonly<Record<SponsorshipStatus, number>>;
  /** 10^-18 US dollars. */
  readonly spent: Readonly<Record<Window, bigint>>;
};

export async function sponsorshipTotals({
  database,
  clock,
}: {
  readonly database: Database;
  readonly clock: Clock;
}): Promise<SponsorshipTotals> {
  const rows = await database
    .selectFrom("sponsorships")
    .select(({ fn }) => ["status", fn.countAll<bigint>().as("count")])
    .where("createdAt", ">", new Date(clock().getTime() - windows.day))
    .groupBy("status")
    .execute();
  const counted = Object.fromEntries(rows.map(({ status, count }) => [status, Number(count)]));
  const now = clock();
  return {
    count: { LIVE: 0, SETTLED: 0, UNSETTLED: 0, EXPIRED: 0, ...counted },
    spent: { hour: await spentWithin(database, now, "hour"), day: await spentWithin(database, now, "day") },
  };
}
