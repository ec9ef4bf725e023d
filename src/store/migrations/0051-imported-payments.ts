import type { Kysely } from "kysely";

/** Payments that were made at another service, as its export says. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable("imported_payments")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("organization_id", "uuid", (column) => column.notNull().references("organizations.id"))
    .addColumn("mode", "text", (column) => column.notNull())
    .addColumn("provider", "text", (column) => column.notNull())
    .addColumn("external_id", "text", (column) => column.notNull())
    .addColumn("reference", "text")
    .addColumn("url", "text")
    .addColumn("title", "text")
    .addColumn("description", "text")
    .addColumn("amount", "text")
    .addColumn("currency", "text")
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("status_detail", "text")
    .addColumn("link_id", "uuid", (column) => column.references("payment_links.id"))
    .addColumn("network", "text")
    .addColumn("token", "text")
    .addColumn("amount_token", "text")
    .addColumn("transaction_hash", "text")
    .addColumn("metadata", "jsonb", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addColumn("paid_at", "timestamptz")
    .addColumn("expires_at", "timestamptz")
    .addColumn("imported_at", "timestamptz", (column) => column.notNull())
    .execute();
  await schema
    .createIndex("imported_payments_once")
    .unique()
    .on("imported_payments")
    .columns(["organization_id", "mode", "provider", "external_id"])
    .execute();
  await schema
    .createIndex("imported_payments_by_owner")
    .on("imported_payments")
    .columns(["organization_id", "mode", "id"])
    .execute();
}
