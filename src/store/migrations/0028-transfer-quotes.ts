import type { Kysely } from "kysely";

/** How long an organization holds a rate for a transfer. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .alterTable("checkout_settings")
    .addColumn("transfer_quote_minutes", "integer", (column) => column.notNull().defaultTo(30))
    .execute();
}
