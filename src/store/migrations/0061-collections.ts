import { type Kysely, sql } from "kysely";

/** Invoices of subscriptions that mandates pay. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .alterTable("invoices")
    .addColumn("collected_amount", "numeric(78, 0)", (column) => column.notNull().defaultTo(0))
    .addColumn("is_collecting", "boolean", (column) => column.notNull().defaultTo(false))
    .execute();
  await schema
    .createTable("collections")
    .addColumn("invoice_id", "uuid", (column) => column.primaryKey().references("invoices.id"))
    .addColumn("source_id", "text", (column) => column.notNull())
    .addColumn("subscription_id", "uuid", (column) => column.notNull().references("subscriptions.id"))
    .addColumn("mandate_id", "uuid", (column) => column.notNull().references("mandates.id"))
    .addColumn("period", "integer", (column) => column.notNull())
    .addColumn("amount", "numeric(78, 0)", (column) => column.notNull())
    .addColumn("is_open", "boolean", (column) => column.notNull())
    .addColumn("mailed_at", "timestamptz")
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addUniqueConstraint("collections_by_charge", ["mandate_id", "period"])
    .execute();
  await sql`create index collections_open on collections (invoice_id) where is_open`.execute(database);
  await sql`create index mandates_by_source on mandates (source_id) where source_id is not null`.execute(database);
  await sql`insert into event_consumers select 'collections', position from event_head`.execute(database);
}
