import type { Database, DatabaseTransaction } from "../../store/index.ts";

/** What sponsorships may cost in all, in 10^-18 US dollars. */
export type SponsorshipBudgets = {
  readonly server: { readonly hour: bigint; readonly day: bigint };
  readonly organization: { readonly hour: bigint; readonly day: bigint };
};

/** Milliseconds. */
export const windows = { hour: 3_600_000, day: 86_400_000 } as const;
export type Window = keyof typeof windows;

/** What sponsorships of a time before now cost, all or those of one merchant: live ones count by the most that they can. */
export async function spentWithin(
  database: Database | DatabaseTransaction,
  now: Date,
  window: Window,
  organizationId?: string,
): Promise<bigint> {
  const { sum } = await database
    .selectFrom("sponsorships")
    .select(({ fn }) => fn.sum<bigint | null>("dollars").as("sum"))
    .where("createdAt", ">", new Date(now.getTime() - windows[window]))
    .$if(organizationId !== undefined, (query) => query.where("organizationId", "=", organizationId ?? ""))
    .executeTakeFirstOrThrow();
  return sum ?? 0n;
}
