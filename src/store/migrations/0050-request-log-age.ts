import type { Kysely } from "kysely";

/** Old requests are found by the times in their ids. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema.dropIndex("request_log_by_age").execute();
}
