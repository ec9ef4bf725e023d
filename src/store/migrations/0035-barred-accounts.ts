import { type Kysely, sql } from "kysely";

/** Whether an account was sponsored and did not pay is asked before it is sponsored again, whatever the payment. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`create index sponsorships_unsettled on sponsorships (lower(sender)) where status = 'UNSETTLED'`.execute(
    database,
  );
}
