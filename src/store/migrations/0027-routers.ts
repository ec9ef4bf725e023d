import type { Kysely } from "kysely";

/**
 * A router can be replaced: a quote says at which it settles, and the ledger which one emitted an event. Quotes of before get theirs when the
 * server starts, which knows its router.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema.alterTable("quotes").addColumn("router", "text").execute();
  await schema.alterTable("settlements").addColumn("router", "text").execute();
  await schema
    .createIndex("quotes_without_router")
    .on("quotes")
    .column("chain_id")
    .where("router" as never, "is", null)
    .execute();
}
