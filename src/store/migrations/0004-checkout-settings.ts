import type { Kysely } from "kysely";
import { sql } from "kysely";

/** What a merchant decides about its checkout page. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("checkout_settings")
    .addColumn("merchant_id", "uuid", (column) => column.notNull().references("merchants.id"))
    .addColumn("mode", "text", (column) => column.notNull())
    .addColumn("embed_origins", sql`text[]`, (column) => column.notNull())
    .addPrimaryKeyConstraint("checkout_settings_pk", ["merchant_id", "mode"])
    .execute();
}
