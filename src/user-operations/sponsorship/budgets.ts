import { sql } from "kysely";
import { SponsorshipUnavailableError } from "../../gas/index.ts";
import type { Database, DatabaseTransaction } from "../../store/index.ts";

/** 10^-18 US dollars. */
export type SponsorshipBudget = { readonly hour: bigint; readonly day: bigint };

/** What sponsorships may cost in all. */
export type SponsorshipBudgets = {
  readonly server: SponsorshipBudget;
  readonly organization: SponsorshipBudget;
  /**
   * What may be lost to operations that do not settle, apart from the others so that no stranger uses those up: what was lost, and what live sponsorships of
   * accounts that never paid by one may lose. Beyond it, only accounts that did are sponsored.
   */
  readonly unsettled: { readonly server: SponsorshipBudget; readonly organization: SponsorshipBudget };
};

/** Milliseconds. */
export const windows = { hour: 3_600_000, day: 86_400_000 } as const;
export type Window = keyof typeof windows;

/** USED: what honest payers' sponsorships cost. AT_RISK: what was lost, and what may be. */
export type Spending = "USED" | "AT_RISK";

const conditions = {
  USED: sql<boolean>`status <> 'UNSETTLED'`,
  AT_RISK: sql<boolean>`(status = 'UNSETTLED' or (status = 'LIVE' and not proven))`,
  LOST: sql<boolean>`status = 'UNSETTLED'`,
} as const;

/** What sponsorships of a time before now cost, all or those of one merchant: live ones count by the most that they can. */
export async function spentWithin(
  database: Database | DatabaseTransaction,
  now: Date,
  window: Window,
  spending: Spending | "LOST",
  organizationId?: string,
): Promise<bigint> {
  const { sum } = await database
    .selectFrom("sponsorships")
    .select(({ fn }) => fn.sum<bigint | null>("dollars").as("sum"))
    .where("createdAt", ">", new Date(now.getTime() - windows[window]))
    .where(conditions[spending])
    .$if(organizationId !== undefined, (query) => query.where("organizationId", "=", organizationId ?? ""))
    .executeTakeFirstOrThrow();
  return sum ?? 0n;
}

type Bound = {
  readonly spending: Spending;
  readonly window: Window;
  readonly limit: bigint;
  readonly ofServer: boolean;
};

function boundsOf({ server, organization, unsettled }: SponsorshipBudgets, proven: boolean): Bound[] {
  const pools = [
    { spending: "USED", ofServer: true, budget: server },
    { spending: "USED", ofServer: false, budget: organization },
    ...(proven
      ? []
      : ([
          { spending: "AT_RISK", ofServer: true, budget: unsettled.server },
          { spending: "AT_RISK", ofServer: false, budget: unsettled.organization },
        ] as const)),
  ] as const;
  return (["hour", "day"] as const).flatMap((window) =>
    pools.map(({ budget, ...pool }) => ({ ...pool, window, limit: budget[window] })),
  );
}

export type Spender = { readonly organizationId: string; readonly proven: boolean };

/** Throws `SponsorshipUnavailableError` where one more that may cost so much is beyond any bound. */
export async function checkBudgets(
  database: Database | DatabaseTransaction,
  budgets: SponsorshipBudgets,
  { organizationId, proven }: Spender,
  dollars: bigint,
  now: Date,
): Promise<void> {
  for (const { spending, window, limit, ofServer } of boundsOf(budgets, proven)) {
    const spent = await spentWithin(database, now, window, spending, ofServer ? undefined : organizationId);
    if (spent + dollars <= limit) continue;
    const budget = ofServer ? "The" : "The merchant's";
    throw new SponsorshipUnavailableError(
      spending === "USED"
        ? `${budget} sponsorship budget of this ${window} is used up`
        : `${budget} sponsorship budget of this ${window} for accounts that have not paid by a sponsored operation before is used up`,
    );
  }
}

/** How much one more sponsorship of an account that nobody knows may cost: zero or less where there is no room. Every checkout asks: the server's sums may be two seconds old. */
export async function roomWithin(
  database: Database,
  budgets: SponsorshipBudgets,
  organizationId: string,
  now: Date,
): Promise<bigint> {
  const bounds = boundsOf(budgets, false);
  const [ofServer, ofOrganization] = [
    bounds.filter((bound) => bound.ofServer),
    bounds.filter((bound) => !bound.ofServer),
  ];
  const sums = await Promise.all([
    serverSums(database, ofServer, now),
    sumsOf(database, ofOrganization, now, organizationId),
  ]);
  const rooms = [...ofServer, ...ofOrganization].map(({ limit }, index) => limit - (sums.flat()[index] ?? 0n));
  let least = rooms[0] ?? 0n;
  for (const room of rooms) if (room < least) least = room;
  return least;
}

/** Milliseconds. A day of a whole server may be many rows. */
const serverSumsLife = 2_000;
const cachedSums = new WeakMap<Database, { readonly at: number; readonly sums: Promise<bigint[]> }>();

function serverSums(database: Database, bounds: readonly Bound[], now: Date): Promise<bigint[]> {
  const cached = cachedSums.get(database);
  const age = cached ? now.getTime() - cached.at : -1;
  if (cached && age >= 0 && age < serverSumsLife) return cached.sums;
  const sums = sumsOf(database, bounds, now);
  cachedSums.set(database, { at: now.getTime(), sums });
  sums.catch(() => cachedSums.delete(database));
  return sums;
}

/** What was spent within each bound, in one query. */
async function sumsOf(
  database: Database,
  bounds: readonly Bound[],
  now: Date,
  organizationId?: string,
): Promise<bigint[]> {
  const since = (window: Window) => new Date(now.getTime() - windows[window]);
  const sums = bounds.map(
    ({ spending, window }) =>
      sql`coalesce(sum(dollars) filter (where ${conditions[spending]} and created_at > ${since(window)}), 0)`,
  );
  const { sums: read } = await database
    .selectFrom("sponsorships")
    .select(sql<string[]>`array[${sql.join(sums)}]::text[]`.as("sums"))
    .where("createdAt", ">", since("day"))
    .$if(organizationId !== undefined, (query) => query.where("organizationId", "=", organizationId ?? ""))
    .executeTakeFirstOrThrow();
  return read.map(BigInt);
}
