import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import pg from "pg";
import { type Database, type DatabaseOptions, openDatabase } from "../../src/store/index.ts";
import { migratedDump, migratedTemplate, urlOf } from "./migrated.ts";

/** A database of one test's own: on the PostgreSQL server of DATABASE_URL where that is set, else embedded and in memory. */
export type TestDatabase = { readonly options: DatabaseOptions; drop(): Promise<void> };

/** One with today's schema and no rows but the migrations' own. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env.DATABASE_URL;
  if (server === undefined) return { options: { dump: await migratedDump() }, drop: async () => {} };
  return createOn(server, await migratedTemplate(server));
}

/** One without any table. */
export async function createBareDatabase(): Promise<TestDatabase> {
  const server = process.env.DATABASE_URL;
  return server === undefined ? { options: {}, drop: async () => {} } : createOn(server, "template1");
}

async function createOn(server: string, template: string): Promise<TestDatabase> {
  const name = `railsplit_test_${randomUUID().replaceAll("-", "")}`;
  await onServer(server, `create database ${name} template ${template}`);
  return {
    options: { url: urlOf(server, name) },
    drop: () => onServer(server, `drop database ${name} with (force)`),
  };
}

/** The same, opened. Disposing of it drops it. */
export async function openTestDatabase(): Promise<{ database: Database; [Symbol.asyncDispose](): Promise<void> }> {
  const { options, drop } = await createTestDatabase();
  const database = await openDatabase(options);
  return {
    database,
    async [Symbol.asyncDispose]() {
      await database.destroy();
      await drop();
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Takes all rows out, so that the next test finds the database as new. Much quicker than another database. */
export async function emptyDatabase(database: Database): Promise<void> {
  const tables = await database.introspection.getTables();
  // These hold a row from their migration on.
  const kept = ["event_head", "event_consumers"];
  const names = tables.filter(({ name }) => !kept.includes(name)).map(({ name }) => sql.table(name));
  await sql`truncate ${sql.join(names)} cascade`.execute(database);
}
