import { type Kysely, sql } from "kysely";

/** Which key made a key: revoking it revokes what it made. Keys that are there already have none. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`alter table api_keys add column parent_id uuid references api_keys (id)`.execute(database);
  await sql`create index api_keys_by_parent on api_keys (parent_id) where parent_id is not null`.execute(database);
}
