import { type Kysely, sql } from "kysely";

/**
 * Nobody proves that an account is theirs before they are sponsored, so a name that somebody holds must not stand in its owner's way: a payment may have several live
 * sponsorships, and an account's nonce several of different payments. What was sent and whose account has paid before is written down.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`drop index sponsorships_live_payment`.execute(database);
  await sql`drop index sponsorships_live_nonce`.execute(database);
  await sql`create unique index sponsorships_live on sponsorships (payment_id, chain_id, lower(sender), nonce) where status = 'LIVE'`.execute(
    database,
  );
  await sql`create index sponsorships_by_sender on sponsorships (chain_id, lower(sender), nonce)`.execute(database);
  await sql`create index sponsorships_by_organization on sponsorships (organization_id, created_at)`.execute(database);
  await database.schema
    .alterTable("sponsorships")
    .addColumn("proven", "boolean", (column) => column.notNull().defaultTo(false))
    .addColumn("sent_at", "timestamptz")
    .execute();
}
