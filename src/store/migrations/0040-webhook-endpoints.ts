import { type Kysely, sql } from "kysely";

/** Several endpoints of an organization and mode, each with the events that it wants; what there was is the default one. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema.alterTable("webhook_endpoints").dropConstraint("webhook_endpoints_one_per_mode").execute();
  await schema
    .alterTable("webhook_endpoints")
    .addColumn("events", sql`text[]`, (column) => column.notNull().defaultTo(sql`'{*}'`))
    .addColumn("is_default", "boolean", (column) => column.notNull().defaultTo(true))
    .execute();
  await sql`create unique index webhook_endpoints_default on webhook_endpoints (organization_id, mode) where is_default`.execute(
    database,
  );
  await sql`create index webhook_endpoints_by_owner on webhook_endpoints (organization_id, mode)`.execute(database);
  // An endpoint can be deleted: with its secrets and its deliveries.
  for (const table of ["webhook_deliveries", "webhook_secrets"]) {
    await schema.alterTable(table).dropConstraint(`${table}_endpoint_id_fkey`).execute();
    await schema
      .alterTable(table)
      .addForeignKeyConstraint(`${table}_endpoint_id_fkey`, ["endpoint_id"], "webhook_endpoints", ["id"])
      .onDelete("cascade")
      .execute();
  }
  // For whoever reads events in their order.
  await sql`create index events_by_owner on events (organization_id, mode, position) where position is not null`.execute(
    database,
  );
}
