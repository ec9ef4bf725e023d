import type { Kysely } from "kysely";

/** Confirmations are counted from the chain's cursor when they are read: kept in the row, every block rewrote every payment under way. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable("payments").dropColumn("confirmations").execute();
}
