import { type Kysely, sql } from "kysely";

/** Invoices, their credit notes, and the numbers of both. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable("document_numbers")
    .addColumn("organization_id", "uuid", (column) => column.notNull().references("organizations.id"))
    .addColumn("mode", "text", (column) => column.notNull())
    .addColumn("series", "text", (column) => column.notNull())
    .addColumn("year", "integer", (column) => column.notNull())
    .addColumn("last", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("document_numbers_pk", ["organization_id", "mode", "series", "year"])
    .execute();
  await schema
    .createTable("invoices")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("organization_id", "uuid", (column) => column.notNull().references("organizations.id"))
    .addColumn("mode", "text", (column) => column.notNull())
    .addColumn("public_id", "text", (column) => column.notNull().unique())
    .addColumn("year", "integer", (column) => column.notNull())
    .addColumn("sequence", "integer", (column) => column.notNull())
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("description", "text")
    .addColumn("order_id", "text")
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("currency", "text", (column) => column.notNull())
    .addColumn("lines", "jsonb", (column) => column.notNull())
    .addColumn("taxes", "jsonb", (column) => column.notNull())
    .addColumn("subtotal", "numeric(78, 0)")
    .addColumn("total", "numeric(78, 0)")
    .addColumn("credited_amount", "numeric(78, 0)", (column) => column.notNull())
    .addColumn("received_amount", "numeric(78, 0)", (column) => column.notNull())
    .addColumn("allows_partial_payments", "boolean", (column) => column.notNull())
    .addColumn("customer_name", "text")
    .addColumn("customer_email", "text")
    .addColumn("customer_address", "text")
    .addColumn("accepted_chains", sql`integer[]`)
    .addColumn("accepted_tokens", sql`text[]`)
    .addColumn("metadata", "jsonb", (column) => column.notNull())
    .addColumn("due_date", "text")
    .addColumn("expires_at", "timestamptz")
    .addColumn("next_check_at", "timestamptz")
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addColumn("paid_at", "timestamptz")
    .addColumn("settled_at", "timestamptz")
    .addColumn("expired_at", "timestamptz")
    .addColumn("voided_at", "timestamptz")
    .addUniqueConstraint("invoices_number", ["organization_id", "mode", "year", "sequence"])
    .addCheckConstraint("invoices_credited", sql`credited_amount between 0 and coalesce(total, 0)`)
    .execute();
  await schema.createIndex("invoices_by_owner").on("invoices").columns(["organization_id", "mode", "id"]).execute();
  await sql`create index invoices_to_check on invoices (next_check_at) where next_check_at is not null`.execute(
    database,
  );
  await schema
    .createTable("credit_notes")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("invoice_id", "uuid", (column) => column.notNull().references("invoices.id"))
    .addColumn("organization_id", "uuid", (column) => column.notNull())
    .addColumn("mode", "text", (column) => column.notNull())
    .addColumn("year", "integer", (column) => column.notNull())
    .addColumn("sequence", "integer", (column) => column.notNull())
    .addColumn("amount", "numeric(78, 0)", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addUniqueConstraint("credit_notes_number", ["organization_id", "mode", "year", "sequence"])
    .addCheckConstraint("credit_notes_amount", sql`amount > 0`)
    .execute();
  await schema.createIndex("credit_notes_by_invoice").on("credit_notes").column("invoice_id").execute();
  await sql`insert into event_consumers select 'invoices', position from event_head`.execute(database);
}
