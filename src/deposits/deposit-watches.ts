import { sql } from "kysely";
import type { Address } from "viem";
import type { PaymentsContext } from "../payments/index.ts";
import { type Chain, chainById, type Token, tokenByAddress } from "../protocol/index.ts";
import type { DatabaseTransaction, Quote } from "../store/index.ts";

/** Addresses looked at by one call of the chain. */
const batchSize = 100;

/** Another worker looks when the one that took the batch has not come back. Milliseconds. */
const lease = 30_000;

const day = 24 * 60 * 60_000;

/**
 * How often an address is looked at, by how long its quote has been over: on the quote's own chain, on others, and where something stands there that is
 * being acted on. Milliseconds; after the last, never again. The first is the hot one, when the tokens' logs say where to look before the time.
 */
const schedule = [
  { until: 10 * 60_000, own: 10_000, elsewhere: 30_000, acting: 2_000 },
  { until: day, own: 30 * 60_000, elsewhere: 3 * 60 * 60_000, acting: 60_000 },
  { until: 90 * day, own: day, elsewhere: 7 * day, acting: 60 * 60_000 },
] as const;

/** A deposit address on one chain that is due, taken by this worker. */
export type DueWatch = {
  readonly quote: Quote;
  readonly address: Address;
  readonly claimRequested: boolean;
  /** As `seen` of the table. */
  readonly seen: Readonly<Record<string, string>>;
  readonly leasedUntil: Date;
};

/** What an amount was told to be. The same amount may come to be something else, and is told again then. */
export type ToldAs = "underpaid" | "waiting" | "left over";

/** Under which `seen` has what was told of a token. */
export const seenKey = ({ symbol }: Pick<Token, "symbol">, as: ToldAs) => `${symbol} ${as}`;

/** What was given back may come again, the same amount even: then it is told again. */
export async function forgetGivenBack(
  transaction: DatabaseTransaction,
  {
    chainId,
    quoteId,
    tokenAddress,
  }: { readonly chainId: number; readonly quoteId: string; readonly tokenAddress: Address },
): Promise<void> {
  const chain = chainById(chainId);
  const token = chain && tokenByAddress(chain, tokenAddress);
  if (!token) return;
  await transaction
    .updateTable("depositWatches")
    .set({ seen: sql`seen - ${seenKey(token, "left over")}::text` })
    .where("chainId", "=", chainId)
    .where("quoteId", "=", quoteId)
    .execute();
}

/** What a look at an address found. */
export type Look = {
  readonly watch: DueWatch;
  /** Something stands there that is on its way, or waits for its time: it is looked at again soon. */
  readonly isActing: boolean;
};

/** Takes what is due on a chain, hot ones before all others, however long those have waited. */
export async function claimDueWatches(context: PaymentsContext, chain: Chain): Promise<DueWatch[]> {
  const hot = await claim(context, chain, true, batchSize);
  const others = hot.length < batchSize ? await claim(context, chain, false, batchSize - hot.length) : [];
  const claimed = [...hot, ...others];
  if (claimed.length === 0) return [];
  const ids = claimed.map(({ quoteId }) => quoteId);
  const quotes = await context.database.selectFrom("quotes").selectAll().where("id", "in", ids).execute();
  const byId = new Map(quotes.map((quote) => [quote.id, quote]));
  return claimed.flatMap(({ quoteId, ...watch }) => {
    const quote = byId.get(quoteId);
    return quote ? [{ quote, ...watch }] : [];
  });
}

async function claim({ database, clock }: PaymentsContext, chain: Chain, hot: boolean, limit: number) {
  const now = clock();
  const leasedUntil = new Date(now.getTime() + lease);
  const claimed = await database
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
  return claimed.map((watch) => ({ ...watch, leasedUntil }));
}

/** Says when what was looked at is due again. What was made due meanwhile stays due. */
export async function scheduleNext(
  { database, clock }: PaymentsContext,
  chain: Chain,
  looks: readonly Look[],
): Promise<void> {
  const now = clock().getTime();
  const rows = looks.map(({ watch: { quote, leasedUntil }, isActing }) => {
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
export async function hotAddresses({ database }: PaymentsContext, chain: Chain, limit: number): Promise<Address[]> {
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

/** Has hot addresses looked at now. Answers how many. */
export async function makeDue(
  { database, clock }: PaymentsContext,
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
