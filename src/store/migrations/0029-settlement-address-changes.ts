import { type Kysely, sql } from "kysely";

/** Where an organization's shares go can change, for all chains or for one; a payment keeps what it was created with. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable("settlement_address_changes")
    .addColumn("id", "uuid", (column) => column.primaryKey())
    .addColumn("organization_id", "uuid", (column) => column.notNull().references("organizations.id"))
    .addColumn("chain_id", "integer")
    .addColumn("address", "text")
    .addColumn("effective_at", "timestamptz", (column) => column.notNull())
    .addColumn("created_at", "timestamptz", (column) => column.notNull())
    .execute();
  await schema
    .createIndex("settlement_address_changes_by_organization")
    .on("settlement_address_changes")
    .columns(["organization_id", "effective_at"])
    .execute();
  await schema
    .alterTable("payments")
    .addColumn("chain_addresses", "jsonb", (column) => column.notNull().defaultTo(sql`'{}'`))
    .execute();
}
