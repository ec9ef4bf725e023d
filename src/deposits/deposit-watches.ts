import { sql } from "kysely";
import type { Address } from "viem";
import type { Chain } from "../protocol/index.ts";
import type { Quote } from "../store/index.ts";
import type { DepositsContext } from "./context.ts";

type WatchContext = Pick<DepositsContext, "database" | "clock">;

/** Addresses scanned by one call of the chain. */
const batchSize = 100;

/** Another worker scans when the one that took the batch has not come back. Milliseconds. */
const leaseTime = 30_000;

const day = 24 * 60 * 60_000;

/**
 * How often an address is scanned, by how long its quote has been over: on the quote's own chain, on others, and where a deposit is being acted
 * on. Milliseconds; after the last, never again. The first is the hot one, when the tokens' logs make an address due before its time.
 */
const schedule = [
  { until: 10 * 60_000, own: 10_000, elsewhere: 30_000, acting: 2_000 },
  { until: day, own: 30 * 60_000, elsewhere: 3 * 60 * 60_000, acting: 60_000 },
  { until: 90 * day, own: day, elsewhere: 7 * day, acting: 60 * 60_000 },
] as const;

/** A deposit address on one chain that is due, taken by this worker. */
export type DueWatch = {
  readonly quote: Quote;
  readonly chainId: number;
  readonly address: Address;
  readonly claimRequested: boolean;
  /** As `seen` of the table. */
  readonly seen: Readonly<Record<string, string>>;
  readonly leasedUntil: Date;
};

/** An address that was scanned. */
export type Scanned = {
  readonly watch: DueWatch;
  /** A deposit there is on its way, or waits for its time: it is scanned again soon. */
  readonly isActing: boolean;
};

/** Leases what is due on a chain, hot ones before all others, however long those have waited. */
export async function leaseDueWatches(context: WatchContext, chain: Chain): Promise<DueWatch[]> {
  const hot = await lease(context, chain, true, batchSize);
  const others = hot.length < batchSize ? await lease(context, chain, false, batchSize - hot.length) : [];
  const leased = [...hot, ...others];
  if (leased.length === 0) return [];
  const ids = leased.map(({ quoteId }) => quoteId);
  const quotes = await context.database.selectFrom("quotes").selectAll().where("id", "in", ids).execute();
  const byId = new Map(quotes.map((quote) => [quote.id, quote]));
  return leased.flatMap(({ quoteId, ...watch }) => {
    const quote = byId.get(quoteId);
    return quote ? [{ quote, chainId: chain.id, ...watch }] : [];
  });
}

async function lease({ database, clock }: WatchContext, chain: Chain, hot: boolean, limit: number) {
  const now = clock();
  const leasedUntil = new Date(now.getTime() + leaseTime);
  const leased = await database
    .with("due", (build) =>
      build
        .selectFrom("depositWatches")
        .select(["quoteId", "chainId"])
        .where("chainId", "=", chain.id)
        .where("hot", "=", hot)
        .where("nextLookAt", "<=", now)
        .orderBy("nextLookAt")
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .updateTable("depositWatches")
    .from("due")
    .set({ nextLookAt: leasedUntil })
    .whereRef("depositWatches.quoteId", "=", "due.quoteId")
    .whereRef("depositWatches.chainId", "=", "due.chainId")
    .returning([
      "depositWatches.quoteId",
      "depositWatches.address",
      "depositWatches.claimRequested",
      "depositWatches.seen",
    ])
    .execute();
  return leased.map((watch) => ({ ...watch, leasedUntil }));
}

/** Schedules the next scan of what was scanned. What was made due meanwhile stays due. */
export async function scheduleNext(
  { database, clock }: WatchContext,
  chain: Chain,
  scanned: readonly Scanned[],
): Promise<void> {
  const now = clock().getTime();
  const rows = scanned.map(({ watch: { quote, leasedUntil }, isActing }) => {
    const over = now - quote.expiresAt.getTime();
    const step = schedule.find(({ until }) => over < until);
    const every = step && (isActing ? step.acting : quote.chainId === chain.id ? step.own : step.elsewhere);
    const nextLookAt = every === undefined ? null : new Date(now + every);
    return sql`(${quote.id}::uuid, ${leasedUntil}::timestamptz, ${nextLookAt}::timestamptz, ${step === schedule[0]}::boolean)`;
  });
  type Next = { quoteId: string; leasedUntil: Date; nextLookAt: Date | null; hot: boolean };
  const next = sql<Next>`(values ${sql.join(rows)})`.as<"next">(sql`next(quote_id, leased_until, next_look_at, hot)`);
  await database
    // Several rows at once, and others take several too: nobody waits for the other's.
    .with("leased", (build) =>
      build
        .selectFrom("depositWatches")
        .innerJoin(next, "next.quoteId", "depositWatches.quoteId")
        .select(["depositWatches.quoteId", "next.nextLookAt", "next.hot"])
        .where("depositWatches.chainId", "=", chain.id)
        .whereRef("depositWatches.nextLookAt", "=", "next.leasedUntil")
        .forUpdate("depositWatches")
        .skipLocked(),
    )
    .updateTable("depositWatches")
    .from("leased")
    .set((row) => ({ nextLookAt: row.ref("leased.nextLookAt"), hot: row.ref("leased.hot"), claimRequested: false }))
    .whereRef("depositWatches.quoteId", "=", "leased.quoteId")
    .where("depositWatches.chainId", "=", chain.id)
    .execute();
}

/** Addresses on a chain whose quotes are open or have just been, so many at most. */
export async function hotAddresses({ database }: WatchContext, chain: Chain, limit: number): Promise<Address[]> {
  const watches = await database
    .selectFrom("depositWatches")
    .select("address")
    .where("chainId", "=", chain.id)
    .where("hot", "=", true)
    .where("nextLookAt", "is not", null)
    .limit(limit)
    .execute();
  return watches.map(({ address }) => address);
}

/** Makes hot addresses due now. Answers how many. */
export async function makeDue(
  { database, clock }: WatchContext,
  chain: Chain,
  addresses: readonly Address[],
): Promise<number> {
  const { numUpdatedRows } = await database
    .with("named", (build) =>
      build
        .selectFrom("depositWatches")
        .select("quoteId")
        .where("chainId", "=", chain.id)
        .where("hot", "=", true)
        .where("nextLookAt", "is not", null)
        .where("address", "in", [...addresses])
        .forUpdate()
        .skipLocked(),
    )
    .updateTable("depositWatches")
    .from("named")
    .set({ nextLookAt: clock() })
    .whereRef("depositWatches.quoteId", "=", "named.quoteId")
    .where("depositWatches.chainId", "=", chain.id)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** Makes a payment's addresses due now on their quotes' own chains, also where scanning had ended, and has small deposits returned too. */
export async function requestReturns({ database, clock }: WatchContext, paymentId: string): Promise<void> {
  await database
    .updateTable("depositWatches")
    .from("quotes")
    .set({ nextLookAt: clock(), claimRequested: true })
    .whereRef("quotes.id", "=", "depositWatches.quoteId")
    .whereRef("quotes.chainId", "=", "depositWatches.chainId")
    .where("quotes.paymentId", "=", paymentId)
    .execute();
}
