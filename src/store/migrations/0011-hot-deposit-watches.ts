import { type Kysely, sql } from "kysely";

/** Deposit addresses whose quote is open, or has just been, are looked at before all others, and are those that tokens' logs are read for. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .alterTable("deposit_watches")
    .addColumn("hot", "boolean", (column) => column.notNull().defaultTo(true))
    .execute();
  await sql`update deposit_watches set hot = false from quotes
    where quotes.id = deposit_watches.quote_id and quotes.expires_at < now() - interval '10 minutes'`.execute(database);
  await schema.dropIndex("deposit_watches_due").execute();
  await sql`create index deposit_watches_due on deposit_watches (chain_id, hot, next_look_at)
    where next_look_at is not null`.execute(database);
}
