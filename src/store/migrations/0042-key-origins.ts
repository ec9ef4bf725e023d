import { type Kysely, sql } from "kysely";

/** Web origins that a key is for. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .alterTable("api_keys")
    .addColumn("allowed_origins", sql`text[]`, (column) => column.notNull().defaultTo(sql`'{}'`))
    .execute();
}
