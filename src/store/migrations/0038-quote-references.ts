import type { Kysely } from "kysely";

/** Before a quote is forgotten every table that names quotes is asked for it, and once more by its foreign key. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  for (const table of ["checkout_tokens", "user_operations", "sponsorships", "relays"]) {
    await schema.createIndex(`${table}_by_quote`).on(table).column("quote_id").execute();
  }
}
