import { type Kysely, sql } from "kysely";

const owned = ["api_keys", "payments", "webhook_endpoints", "events", "checkout_settings", "sponsorships"];

/** Merchants become organizations, under the ids that they have. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema.alterTable("merchants").renameTo("organizations").execute();
  for (const table of owned) await schema.alterTable(table).renameColumn("merchant_id", "organization_id").execute();
  await sql`alter index merchants_pkey rename to organizations_pkey`.execute(database);
  for (const table of ["api_keys", "payments", "events", "sponsorships"]) {
    await sql`alter index if exists ${sql.id(`${table}_by_merchant`)} rename to ${sql.id(`${table}_by_organization`)}`.execute(
      database,
    );
  }
}
