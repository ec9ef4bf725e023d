import { type Kysely, sql } from "kysely";

/** What is due is looked for endpoint by endpoint, so that the long queue of one that is silent is not read on the way to the others. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`create index webhook_deliveries_pending on webhook_deliveries (endpoint_id, next_attempt_at) where status = 'PENDING'`.execute(
    database,
  );
  await database.schema.dropIndex("webhook_deliveries_due").execute();
}
