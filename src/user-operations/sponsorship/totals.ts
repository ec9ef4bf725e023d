import type { Clock } from "../../runtime/index.ts";
import type { Database, SponsorshipStatus } from "../../store/index.ts";
import { spentWithin, type Window, windows } from "./budgets.ts";

/** Sponsorships as operators watch them. */
export type SponsorshipTotals = {
  readonly count: Readonly<Record<SponsorshipStatus, number>>;
  /** 10^-18 US dollars, without those that did not settle. */
  readonly spent: Readonly<Record<Window, bigint>>;
  /** Paid for operations that did not settle. */
  readonly lost: Readonly<Record<Window, bigint>>;
  /** The same, with what live sponsorships of accounts that never paid by one may lose. */
  readonly atRisk: Readonly<Record<Window, bigint>>;
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
  const within = async (spending: Parameters<typeof spentWithin>[3]) => ({
    hour: await spentWithin(database, now, "hour", spending),
    day: await spentWithin(database, now, "day", spending),
  });
  return {
    count: { LIVE: 0, SETTLED: 0, UNSETTLED: 0, EXPIRED: 0, ...counted },
    spent: await within("USED"),
    lost: await within("LOST"),
    atRisk: await within("AT_RISK"),
  };
}
