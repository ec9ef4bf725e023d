import type { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import * as initial from "./migrations/0001-initial.ts";
import type { Schema } from "./schema.ts";

/** In order; a migration that has been released is never edited, only followed by another. */
const migrations = { "0001-initial": initial };

/** Brings the schema up to date. Safe to run from several processes at once: Kysely holds an advisory lock meanwhile. */
export async function migrate(database: Kysely<Schema>): Promise<void> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw new Error("The database schema could not be brought up to date.", { cause: error });
}
