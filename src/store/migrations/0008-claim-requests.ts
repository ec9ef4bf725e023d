import type { Kysely } from "kysely";

/** What stands at a deposit address can be asked back, whatever its amount. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .alterTable("deposit_watches")
    .addColumn("claim_requested", "boolean", (column) => column.notNull().defaultTo(false))
    .execute();
}
