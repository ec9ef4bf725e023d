import type { Kysely } from "kysely";

/** Whose nonce a sponsorship is for: an account that changes its code has one at each EntryPoint. Before, all were at v0.8. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .alterTable("sponsorships")
    .addColumn("entry_point", "text", (column) => column.notNull().defaultTo("0.8"))
    .execute();
}
