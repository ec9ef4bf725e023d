import { type RawBuilder, sql } from "kysely";
import type { Address } from "viem";
import type { Chain } from "../protocol/index.ts";
import { leaseRows, type Quote } from "../store/index.ts";
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

/** The same for an open quote that has been there for so long: most are paid within minutes, and a rate that cannot move holds for days. Hot all the same. */
const patientAge = 15 * 60_000;
const patient = { own: 30_000, elsewhere: 10 * 60_000, acting: 2_000 } as const;

/** The same for a quote that has cooled: never on other chains, where nobody but its beneficiary can do anything. */
const cooledSchedule = [
  { until: 10 * 60_000, own: 30_000, elsewhere: undefined, acting: 2_000 },
  { until: day, own: 30 * 60_000, elsewhere: undefined, acting: 60_000 },
] as const;

/** A deposit address on one chain that is due, taken by this worker. */
export type DueWatch = {
  readonly quote: Quote;
  readonly chainId: number;
  readonly address: Address;
  readonly recoveryRequested: boolean;
  readonly cooled: boolean;
  readonly failures: number;
  /** As `reported` of the table. */
  readonly reported: Readonly<Record<string, string>>;
  readonly leasedUntil: Date;
};

/** An address that was scanned. */
export type Scanned = {
  readonly watch: DueWatch;
  /** A deposit there is on its way, or waits for its time: it is scanned again soon. */
  readonly isActing: boolean;
  /** A deposit there could not be acted on: the next scan waits longer each time. */
  readonly hasFailed?: boolean;
};

/** How long a failing deposit waits at most: while it can still pay, and after. Milliseconds. */
const longestBackoff = { open: 15_000, over: 60 * 60_000 } as const;

/** Failures in a row from which the operators are told. */
const alarmingFailures = 3;

/**
 * Leases what is due on a chain, hot ones before all others, however long those have waited; in turns by merchant, and of each merchant by payment, so that a flood
 * delays nobody else's.
 */
export async function leaseDueWatches(context: WatchContext, chain: Chain): Promise<DueWatch[]> {
  const hot = await lease(context, chain, true, batchSize);
  const others = hot.length < batchSize ? await lease(context, chain, false, batchSize - hot.length) : [];
  const leased = [...hot, ...others];
  if (leased.length === 0) return [];
  const ids = leased.map(({ quoteId }) => quoteId);
  const quotes = await context.database.selectFrom("quotes").selectAll().where("id", "in", ids).execute();
  const byId = new Map(quotes.map((quote) => [quote.id, quote]));
  return leased.flatMap(
    ({ quoteId, chainId, address, recoveryRequested, cooled, failures, reported, nextScanAt: leasedUntil }) => {
      const quote = byId.get(quoteId);
      if (!quote || leasedUntil === null) return [];
      return [{ quote, chainId, address, recoveryRequested, cooled, failures, reported, leasedUntil }];
    },
  );
}

function lease({ database, clock }: WatchContext, chain: Chain, hot: boolean, limit: number) {
  const now = clock();
  const due = sql<boolean>`watches.hot = ${hot} and watches.next_scan_at <= ${now}`;
  return leaseRows(
    database,
    { table: "depositWatches", key: ["quoteId", "chainId"], column: "nextScanAt" },
    {
      now,
      duration: leaseTime,
      choose: (rows) =>
        rows
          .where("chainId", "=", chain.id)
          .where("hot", "=", hot)
          .where("quoteId", "in", sql<string>`(select quote_id from ${inTurns(chain, due, limit)})`)
          .limit(limit),
    },
  );
}

/** Quotes with watches on a chain for which a condition holds, so many at most: one of each merchant's after the other, and of each of its payments. */
function inTurns(chain: Chain, condition: RawBuilder<boolean>, limit: number) {
  return sql`(
    select quote_id, address from (
      select *, row_number() over (partition by organization_id order by nth, next_scan_at) as turn from (
        select watches.quote_id, watches.address, watches.next_scan_at, payments.organization_id,
          row_number() over (partition by quotes.payment_id order by watches.next_scan_at) as nth
        from deposit_watches as watches
        join quotes on quotes.id = watches.quote_id
        join payments on payments.id = quotes.payment_id
        where watches.chain_id = ${chain.id} and ${condition}
      ) as by_payment
    ) as by_organization
    order by turn, next_scan_at limit ${limit}
  ) as chosen`;
}

/** Schedules the next scan of what was scanned. What was made due meanwhile stays due. */
export async function scheduleNext(
  { database, clock }: WatchContext,
  chain: Chain,
  scanned: readonly Scanned[],
): Promise<void> {
  const now = clock().getTime();
  const rows = scanned.map(
    ({ watch: { quote, leasedUntil, cooled, failures: before }, isActing, hasFailed = false }) => {
      const over = now - quote.expiresAt.getTime();
      const isPatient = !cooled && over < 0 && now - quote.createdAt.getTime() > patientAge;
      const found = (cooled ? cooledSchedule : schedule).find(({ until }) => over < until);
      const step = isPatient ? patient : found;
      const every = step && (isActing ? step.acting : quote.chainId === chain.id ? step.own : step.elsewhere);
      const failures = hasFailed ? before + 1 : 0;
      const longest = over < 0 ? longestBackoff.open : longestBackoff.over;
      const backoff = every && Math.max(every, Math.min(every * 2 ** Math.min(failures, 20), longest));
      const nextScanAt = backoff === undefined ? null : new Date(now + backoff);
      return sql`(${quote.id}::uuid, ${leasedUntil}::timestamptz, ${nextScanAt}::timestamptz, ${isPatient || step === schedule[0]}::boolean, ${failures}::integer)`;
    },
  );
  type Next = { quoteId: string; leasedUntil: Date; nextScanAt: Date | null; hot: boolean; failures: number };
  const columns = sql`next(quote_id, leased_until, next_scan_at, hot, failures)`;
  const next = sql<Next>`(values ${sql.join(rows)})`.as<"next">(columns);
  await database
    // Several rows at once, and others take several too: nobody waits for the other's.
    .with("leased", (build) =>
      build
        .selectFrom("depositWatches")
        .innerJoin(next, "next.quoteId", "depositWatches.quoteId")
        .select(["depositWatches.quoteId", "next.nextScanAt", "next.hot", "next.failures"])
        .where("depositWatches.chainId", "=", chain.id)
        .whereRef("depositWatches.nextScanAt", "=", "next.leasedUntil")
        .forUpdate("depositWatches")
        .skipLocked(),
    )
    .updateTable("depositWatches")
    .from("leased")
    .set((row) => ({
      nextScanAt: row.ref("leased.nextScanAt"),
      hot: row.ref("leased.hot"),
      failures: row.ref("leased.failures"),
      recoveryRequested: false,
    }))
    .whereRef("depositWatches.quoteId", "=", "leased.quoteId")
    .where("depositWatches.chainId", "=", chain.id)
    .execute();
}

/** Addresses on a chain whose quotes are open or have just been, so many at most, in turns like what is due. */
export async function hotAddresses({ database }: WatchContext, chain: Chain, limit: number): Promise<Address[]> {
  const hot = sql<boolean>`watches.hot and watches.next_scan_at is not null`;
  const { rows } = await sql<{ address: Address }>`select address from ${inTurns(chain, hot, limit)}`.execute(database);
  return rows.map(({ address }) => address);
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
        .where("nextScanAt", "is not", null)
        .where("address", "in", [...addresses])
        .forUpdate()
        .skipLocked(),
    )
    .updateTable("depositWatches")
    .from("named")
    .set({ nextScanAt: clock() })
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
    .set({ nextScanAt: clock(), recoveryRequested: true })
    .whereRef("quotes.id", "=", "depositWatches.quoteId")
    .whereRef("quotes.chainId", "=", "depositWatches.chainId")
    .where("quotes.paymentId", "=", paymentId)
    .execute();
}

/** Addresses by chain whose deposits have not been acted on for some scans. */
export async function stuckDeposits({
  database,
}: Pick<WatchContext, "database">): Promise<ReadonlyMap<number, number>> {
  const rows = await database
    .selectFrom("depositWatches")
    .select(({ fn }) => ["chainId", fn.countAll<bigint>().as("count")])
    .where("failures", ">=", alarmingFailures)
    .where("nextScanAt", "is not", null)
    .groupBy("chainId")
    .execute();
  return new Map(rows.map(({ chainId, count }) => [chainId, Number(count)]));
}
