import type { Kysely } from "kysely";

/** Deposits that cannot be acted on wait longer each time. An address that somebody names as a recipient is looked up among the deposit addresses. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .alterTable("deposit_watches")
    .addColumn("failures", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await schema.createIndex("deposit_watches_by_address").on("deposit_watches").column("address").execute();
}
