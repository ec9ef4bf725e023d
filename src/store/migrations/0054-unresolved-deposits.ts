import { type Kysely, sql } from "kysely";

/** Addresses with something that the merchant was told of: few of all. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`create index deposit_watches_reported on deposit_watches (quote_id) where reported::text <> '{}'`.execute(
    database,
  );
}
