import { sql } from "kysely";
import type { Clock } from "../../../runtime/index.ts";
import type { Database } from "../../../store/index.ts";
import { hashOfSubject, type Subject } from "./subject.ts";

type Count = {
  readonly subject: string;
  /** Seconds. */
  readonly span: number;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
  /** Requests here, and in other processes as far as is known. */
  total: number;
  /** Those of here that the database does not have yet. */
  pending: number;
};

/** Counts that one process remembers. */
const capacity = 100_000;

/** Counts that are inspected to find one that may be evicted. */
const candidates = 16;

/** Counts that are shared by one statement. */
const batchSize = 500;

/** How much each subject asked for, in windows that begin at whole minutes, hours and days (UTC), so that all processes have the same. */
export type RequestCounts = {
  /** Adds to a count, and answers what it is now and when it begins again. */
  add(subject: Subject, span: number, amount: number): { readonly total: number; readonly endsAt: number };
  /** Gives the database what was counted here, and learns what others counted. True where there is more to share. */
  share(database: Database): Promise<boolean>;
};

export function createRequestCounts(clock: Clock): RequestCounts {
  const counts = new Map<string, Count>();

  const find = (subject: Subject, span: number): Count => {
    const now = clock().getTime();
    const key = `${subject.kind} ${subject.id} ${span}`;
    const known = counts.get(key);
    if (known !== undefined && known.endsAt > now) return known;
    if (known === undefined && counts.size >= capacity) forgetLowest(counts, now);
    const endsAt = (Math.floor(now / (span * 1_000)) + 1) * span * 1_000;
    const fresh = { subject: hashOfSubject(subject), span, endsAt, total: 0, pending: 0 };
    counts.set(key, fresh);
    return fresh;
  };

  return {
    add(subject, span, amount) {
      const count = find(subject, span);
      count.total += amount;
      count.pending += amount;
      return count;
    },
    async share(database) {
      const batch: Count[] = [];
      for (const count of counts.values()) {
        if (count.pending > 0 && batch.push(count) === batchSize) break;
      }
      if (batch.length === 0) return false;
      const sent = batch.map((count) => ({ count, amount: count.pending }));
      const totals = await addTotals(database, sent);
      for (const { count, amount } of sent) {
        count.pending -= amount;
        count.total = (totals.get(`${count.subject} ${count.span}`) ?? count.total) + count.pending;
      }
      return batch.length === batchSize;
    },
  };
}

/** Made-up subjects have a count of one each: the counts of those who ask for much stay. */
function forgetLowest(counts: Map<string, Count>, now: number): void {
  let lowest: { readonly key: string; readonly total: number } | undefined;
  const looked: [string, Count][] = [];
  for (const entry of counts) {
    looked.push(entry);
    if (looked.length === candidates) break;
  }
  for (const [key, count] of looked) {
    const total = count.endsAt <= now ? -1 : count.total;
    if (lowest === undefined || total < lowest.total) lowest = { key, total };
    // To the end, so that others are inspected the next time.
    counts.delete(key);
    counts.set(key, count);
  }
  if (lowest !== undefined) counts.delete(lowest.key);
}

async function addTotals(
  database: Database,
  sent: readonly { readonly count: Count; readonly amount: number }[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await database
    .insertInto("requestCounts")
    .values(
      sent
        .map(({ count, amount }) => ({
          subject: count.subject,
          span: count.span,
          endsAt: new Date(count.endsAt),
          count: BigInt(amount),
        }))
        // Always in one order, so that two processes never wait for each other.
        .toSorted((a, b) => (a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : a.span - b.span)),
    )
    .onConflict((conflict) =>
      conflict
        .columns(["subject", "span", "endsAt"])
        .doUpdateSet({ count: sql<bigint>`request_counts.count + excluded.count` }),
    )
    .returning(["subject", "span", "count"])
    .execute();
  return new Map(rows.map(({ subject, span, count }) => [`${subject} ${span}`, Number(count)]));
}

/** Forgets counts of windows that are over. */
export async function forgetOldCounts({
  database,
  clock,
}: {
  readonly database: Database;
  readonly clock: Clock;
}): Promise<void> {
  await database.deleteFrom("requestCounts").where("endsAt", "<", clock()).execute();
}
