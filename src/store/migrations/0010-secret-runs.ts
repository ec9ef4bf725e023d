import type { Kysely } from "kysely";

/** Which request made a webhook endpoint's secret: run again after a crash it makes no other, and the one of before goes on signing. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable("webhook_endpoints").addColumn("secret_run", "uuid").execute();
}
