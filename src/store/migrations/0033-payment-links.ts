import { type Kysely, sql } from "kysely";

/** Templates of payments behind permanent URLs. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable("payment_links")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("organization_id", "uuid", (column) => column.notNull().references("organizations.id"))
    .addColumn("mode", "text", (column) => column.notNull())
    .addColumn("slug", "text", (column) => column.notNull().unique())
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("description", "text")
    .addColumn("currency", "text", (column) => column.notNull())
    .addColumn("amount", "numeric(78, 0)")
    .addColumn("minimum_amount", "numeric(78, 0)")
    .addColumn("maximum_amount", "numeric(78, 0)")
    .addColumn("sellers", "jsonb", (column) => column.notNull())
    .addColumn("accepted_chains", sql`integer[]`)
    .addColumn("accepted_tokens", sql`text[]`)
    .addColumn("payment_limit", "integer")
    .addColumn("metadata", "jsonb", (column) => column.notNull())
    .addColumn("success_url", "text")
    .addColumn("cancel_url", "text")
    .addColumn("active", "boolean", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .addColumn("updated_at", "timestamptz", (column) => column.notNull())
    .addColumn("deleted_at", "timestamptz")
    .execute();
  await schema
    .createIndex("payment_links_by_organization")
    .on("payment_links")
    .columns(["organization_id", "mode", "id"])
    .execute();
}
