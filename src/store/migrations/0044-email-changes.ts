import type { Kysely } from "kysely";

/** Addresses that accounts shall have, until a code from there has shown whose they are. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("email_changes")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("user_id", "uuid", (column) => column.notNull().references("users.id"))
    .addColumn("email", "text", (column) => column.notNull())
    .addColumn("code_hash", "text", (column) => column.notNull())
    .addColumn("tries", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("confirmed_at", "timestamptz")
    .addColumn("expires_at", "timestamptz", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .execute();
  await database.schema.createIndex("email_changes_by_user").on("email_changes").column("user_id").execute();
}
