import { type Kysely, sql } from "kysely";

/** What the gas sponsor has signed for, and what became of it. A payment has one live sponsorship, and so has a sender's nonce. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("sponsorships")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("payment_id", "uuid", (column) => column.notNull().references("payments.id"))
    .addColumn("quote_id", "uuid", (column) => column.notNull().references("quotes.id"))
    .addColumn("merchant_id", "uuid", (column) => column.notNull())
    .addColumn("chain_id", "integer", (column) => column.notNull())
    .addColumn("sender", "text", (column) => column.notNull())
    .addColumn("nonce", "numeric", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("max_cost", "numeric", (column) => column.notNull())
    .addColumn("dollars", "numeric", (column) => column.notNull())
    .addColumn("valid_until", "timestamptz", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addColumn("transaction_hash", "text")
    .addColumn("alarmed_at", "timestamptz")
    .execute();
  await sql`create unique index sponsorships_live_payment on sponsorships (payment_id) where status = 'LIVE'`.execute(
    database,
  );
  await sql`create unique index sponsorships_live_nonce on sponsorships (chain_id, lower(sender), nonce) where status = 'LIVE'`.execute(
    database,
  );
  await sql`create index sponsorships_by_payment on sponsorships (payment_id)`.execute(database);
  await sql`create index sponsorships_by_nonce on sponsorships (chain_id, nonce)`.execute(database);
  await sql`create index sponsorships_by_time on sponsorships (created_at)`.execute(database);
}
