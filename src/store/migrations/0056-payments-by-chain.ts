import type { Kysely } from "kysely";

/** Payments of a chain or token that few are paid with: by the quotes there, and not by all payments. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema.createIndex("quotes_by_chain").on("quotes").columns(["chain_id", "token"]).execute();
  await database.schema.createIndex("payments_by_quote").on("payments").column("quote_id").execute();
}
