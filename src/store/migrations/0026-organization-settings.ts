import { type Kysely, sql } from "kysely";

/** What an organization decides for all of its payments, limits of its own, and who changed what. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .alterTable("organizations")
    .addColumn("success_url", "text")
    .addColumn("cancel_url", "text")
    .addColumn("disabled_pairs", "jsonb", (column) => column.notNull().defaultTo(sql`'[]'`))
    .addColumn("limits", "jsonb")
    .execute();

  await schema
    .createTable("audit_log")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("organization_id", "uuid", (column) => column.notNull().references("organizations.id"))
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("target", "text", (column) => column.notNull())
    .addColumn("actor", "text", (column) => column.notNull())
    .addColumn("actor_id", "text")
    .addColumn("address", "text")
    .addColumn("before", "jsonb", (column) => column.notNull())
    .addColumn("after", "jsonb", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .execute();
  await schema.createIndex("audit_log_by_organization").on("audit_log").columns(["organization_id", "id"]).execute();
  // Whoever has the server's own rights on the database rewrites no history by a mistaken query.
  await sql`
    create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception '% is append-only', tg_table_name;
    end $$`.execute(database);
  await sql`
    create trigger audit_log_append_only before update or delete on audit_log
    for each row execute function refuse_change()`.execute(database);
}
