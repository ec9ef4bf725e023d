import type { Kysely } from "kysely";

/** How payers know an organization: its accent colour, its logo, and whom to ask. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .alterTable("organizations")
    .addColumn("accent_color", "text")
    .addColumn("support_contact", "text")
    .execute();
  // Apart, so that nobody reads the picture with the settings.
  await schema
    .createTable("organization_logos")
    .addColumn("organization_id", "uuid", (column) => column.primaryKey().references("organizations.id"))
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .addColumn("content", "bytea", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .execute();
}
