import { type Kysely, sql } from "kysely";

/** What a mail is about, where that is something that it can be looked up by. Earlier mails are found by nothing. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable("mail_outbox").addColumn("about", "text").execute();
  await sql`create index mail_outbox_about on mail_outbox (about, id) where about is not null`.execute(database);
}
