import type { Kysely } from "kysely";

/** What asked for a payment, where that is a thing of ours, such as a payment link. */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema.alterTable("payments").addColumn("source_type", "text").addColumn("source_id", "text").execute();
  await schema
    .createIndex("payments_by_source")
    .on("payments")
    .columns(["source_id", "id"])
    .where("source_id", "is not", null)
    .execute();
}
