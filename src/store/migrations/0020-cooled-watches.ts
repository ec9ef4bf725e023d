import { type Kysely, sql } from "kysely";

/** Of one payment's quotes the last ones are watched closely; an older one that holds nothing is scanned more seldom, and forgotten sooner. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .alterTable("deposit_watches")
    .addColumn("cooled", "boolean", (column) => column.notNull().defaultTo(false))
    .execute();
  await sql`create index deposit_watches_over on deposit_watches (quote_id) where next_look_at is null`.execute(
    database,
  );
}
