import { type Kysely, sql } from "kysely";

/** How much was asked for in windows of time, by all processes together. Nothing is lost with it: a crash may empty it. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create unlogged table request_counts (
      subject text not null,
      ends_at timestamptz not null,
      span integer not null,
      count bigint not null,
      primary key (subject, span, ends_at)
    )`.execute(database);
  await sql`create index request_counts_by_end on request_counts (ends_at)`.execute(database);
}
