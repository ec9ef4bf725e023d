import type { Kysely } from "kysely";

/** What an organization's keys asked for. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable("request_log")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("request_id", "text", (column) => column.notNull())
    .addColumn("organization_id", "uuid", (column) => column.notNull())
    .addColumn("mode", "text", (column) => column.notNull())
    .addColumn("method", "text", (column) => column.notNull())
    .addColumn("path", "text", (column) => column.notNull())
    .addColumn("status_code", "integer", (column) => column.notNull())
    .addColumn("duration_ms", "integer", (column) => column.notNull())
    .addColumn("key_id", "uuid")
    .addColumn("idempotency_key", "text")
    .addColumn("address", "text", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .execute();
  await schema
    .createIndex("request_log_by_owner")
    .on("request_log")
    .columns(["organization_id", "mode", "id"])
    .execute();
  await schema.createIndex("request_log_by_age").on("request_log").column("created_at").execute();
}
