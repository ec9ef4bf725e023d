import { type Kysely, sql } from "kysely";

/** Money that goes back to payers, from wallets that are not ours. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable("refunds")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("organization_id", "uuid", (column) => column.notNull().references("organizations.id"))
    .addColumn("mode", "text", (column) => column.notNull())
    .addColumn("payment_id", "uuid", (column) => column.notNull().references("payments.id"))
    .addColumn("quote_id", "uuid", (column) => column.notNull().references("quotes.id"))
    .addColumn("chain_id", "integer", (column) => column.notNull())
    .addColumn("token", "text", (column) => column.notNull())
    .addColumn("token_address", "text", (column) => column.notNull())
    .addColumn("amount", sql`numeric(78, 0)`, (column) => column.notNull())
    .addColumn("senders", "text", (column) => column.notNull())
    .addColumn("recipient", "text")
    .addColumn("opened_at", "timestamptz")
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull().defaultTo("PENDING"))
    .addColumn("failure_reason", "text")
    .addColumn("received_at", "timestamptz", (column) => column.notNull())
    .addColumn("claimed_hash", "text")
    .addColumn("claimed_at", "timestamptz")
    .addColumn("claim_problem", "text")
    .addColumn("address_token_hash", "text", (column) => column.unique())
    .addColumn("address_token_expires_at", "timestamptz")
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addColumn("ended_at", "timestamptz")
    .addCheckConstraint("refunds_status", sql`status in ('PENDING', 'SUCCEEDED', 'FAILED', 'CANCELLED')`)
    .addCheckConstraint("refunds_amount", sql`amount > 0`)
    .execute();
  await schema.createIndex("refunds_by_owner").on("refunds").columns(["organization_id", "mode", "id"]).execute();
  await schema.createIndex("refunds_by_payment").on("refunds").column("payment_id").execute();
  await sql`create index refunds_pending on refunds (chain_id, created_at) where status = 'PENDING'`.execute(database);
  await schema
    .createTable("refund_transfers")
    .addColumn("refund_id", "uuid", (column) => column.notNull().references("refunds.id"))
    .addColumn("position", "integer", (column) => column.notNull())
    .addColumn("organization_id", "uuid", (column) => column.notNull())
    .addColumn("chain_id", "integer", (column) => column.notNull())
    .addColumn("sender", "text", (column) => column.notNull())
    .addColumn("amount", sql`numeric(78, 0)`, (column) => column.notNull())
    .addColumn("scanned_to", "bigint")
    .addColumn("transaction_hash", "text")
    .addColumn("log_index", "integer")
    .addColumn("block_number", "bigint")
    .addColumn("block_hash", "text")
    .addColumn("block_time", "timestamptz")
    .addColumn("sent_by", "text")
    .addColumn("final", "boolean", (column) => column.notNull().defaultTo(false))
    .addColumn("recheck_at", "timestamptz")
    .addColumn("ledger_id", "uuid", (column) => column.references("settlements.id"))
    .addPrimaryKeyConstraint("refund_transfers_pk", ["refund_id", "position"])
    .execute();
  // One transfer pays one refund. Of an organization: a stranger's refund to the same address must not take it.
  await sql`create unique index refund_transfers_once
    on refund_transfers (organization_id, chain_id, transaction_hash, log_index)
    where transaction_hash is not null`.execute(database);
  await sql`create index refund_transfers_waiting on refund_transfers (chain_id) where not final`.execute(database);
  await sql`create index refund_transfers_watched on refund_transfers (chain_id, recheck_at)
    where recheck_at is not null`.execute(database);
  // A transfer can be a refund in the ledgers of two organizations: the router's events alone stand in it once.
  await sql`drop index settlements_once`.execute(database);
  await sql`create unique index settlements_once on settlements (chain_id, transaction_hash, log_index)
    where kind not in ('REVERSED', 'REFUND') and reversed_by is null`.execute(database);
}
