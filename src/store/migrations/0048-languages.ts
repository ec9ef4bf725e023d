import type { Kysely } from "kysely";

/** What people are spoken to in. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable("users").addColumn("language", "text").execute();
  await database.schema.alterTable("mail_outbox").addColumn("language", "text").execute();
}
