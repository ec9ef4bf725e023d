import { type Kysely, sql } from "kysely";

/**
 * Attempts to pay are rows beside the payment and no state of it. What was under way before has no row: a payment that it made PROCESSING stays so until the chain
 * says more. A payment may have several relays: they lease the right to try one after the other.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable("attempts")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("serial", "int8", (column) => column.generatedAlwaysAsIdentity().notNull())
    .addColumn("payment_id", "uuid", (column) => column.notNull().references("payments.id"))
    .addColumn("quote_id", "uuid", (column) => column.notNull().references("quotes.id"))
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("reference", "text", (column) => column.notNull().unique())
    .addColumn("chain_id", "integer", (column) => column.notNull())
    .addColumn("token", "text", (column) => column.notNull())
    .addColumn("submitted_at", "timestamptz", (column) => column.notNull())
    .addColumn("leased_until", "timestamptz", (column) => column.notNull())
    .addColumn("outcome", "text")
    .addColumn("reason", "text")
    .addColumn("transaction_hash", "text")
    .execute();
  await schema.createIndex("attempts_by_payment").on("attempts").columns(["payment_id", "serial"]).execute();
  await schema.createIndex("attempts_by_quote").on("attempts").column("quote_id").execute();

  await schema.dropIndex("relays_under_way").execute();
  await sql`create unique index relays_under_way on relays (quote_id, kind, token_address)
    where kind = 'RECLAIM' and status in ('QUEUED', 'SENT', 'REVERTED')`.execute(database);
}
