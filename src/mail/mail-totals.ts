import type { Clock } from "../runtime/index.ts";
import { type Database, type MailStatus, mailStatuses } from "../store/index.ts";

const day = 24 * 60 * 60_000;

export type MailTotals = {
  /** Waiting ones, and those that ended within a day. */
  readonly count: Readonly<Record<MailStatus, number>>;
  /** How long the oldest waiting one has been waiting; zero where none is. */
  readonly oldestWaitingSeconds: number;
};

/** What metrics say of mails. */
export async function mailTotals({
  database,
  clock,
}: {
  readonly database: Database;
  readonly clock: Clock;
}): Promise<MailTotals> {
  const now = clock().getTime();
  const rows = await database
    .selectFrom("mailOutbox")
    .select(["status", ({ fn }) => fn.countAll<bigint>().as("count"), ({ fn }) => fn.min("createdAt").as("oldest")])
    .where((row) => row.or([row("status", "=", "PENDING"), row("endedAt", ">", new Date(now - day))]))
    .groupBy("status")
    .execute();
  const count = Object.fromEntries(mailStatuses.map((status) => [status, 0])) as Record<MailStatus, number>;
  for (const row of rows) count[row.status] = Number(row.count);
  const oldest = rows.find(({ status }) => status === "PENDING")?.oldest as Date | undefined;
  return { count, oldestWaitingSeconds: oldest ? Math.max(0, (now - oldest.getTime()) / 1_000) : 0 };
}
