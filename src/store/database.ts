import { chmod, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { PGlite, types as pgliteTypes } from "@electric-sql/pglite";
import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPool, type Transaction } from "kysely";
import pg from "pg";
import { lockDirectory } from "./directory-lock.ts";
import { migrate } from "./migrate.ts";
import { pglitePool } from "./pglite-pool.ts";
import type { Schema } from "./schema.ts";

export type Database = Kysely<Schema>;
export type DatabaseTransaction = Transaction<Schema>;

export type DatabaseOptions =
  /** A PostgreSQL server: `postgres://user:password@host:5432/name`. */
  | { readonly url: string; readonly maxConnections?: number }
  /** The embedded PostgreSQL (PGlite), one process only. Without a directory it lives in memory. A new one may start from a dump of a data directory. */
  | { readonly directory?: string; readonly dump?: Blob };

/**
 * Opens the database and brings its schema up to date. Close it with `destroy()`. Throws `DatabaseInUseError` where the directory of an embedded one is open
 * already, in this process or in another.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const database = await connectDatabase(options);
  try {
    await migrate(database);
  } catch (error) {
    await database.destroy();
    throw error;
  }
  return database;
}

/** Opens the database with whatever schema it has. */
export async function connectDatabase(options: DatabaseOptions): Promise<Database> {
  return databaseOn(
    "url" in options ? await serverPool(options.url, options.maxConnections) : await embeddedPool(options),
  );
}

export function databaseOn(pool: PostgresPool): Database {
  return new Kysely<Schema>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
}

/** int8 and numeric hold counts and money: both come back as bigint. No column of ours holds a fraction. */
const bigintTypes: readonly number[] = [pg.types.builtins.INT8, pg.types.builtins.NUMERIC];

async function serverPool(url: string, maxConnections = 10): Promise<PostgresPool> {
  const getTypeParser = ((oid: number, format?: "text") =>
    bigintTypes.includes(oid) ? BigInt : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser;
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: 10_000,
    types: { getTypeParser },
  });
  // A connection that drops is replaced at the next query, idle or in the middle of a transaction: that query's own error is what matters. Without a
  // listener the event would end the process.
  pool.on("error", () => {});
  pool.on("connect", (connection) => connection.on("error", () => {}));
  return pool as unknown as PostgresPool;
}

/** Nobody else on this machine enters the folder, so nobody reads or writes what is made in it; its files are closed to others too. */
async function keepPrivate(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const mode = entry.isDirectory() ? 0o700 : 0o600;
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), mode);
  }
}

/**
 * PostgreSQL's own are for a server with disks: clearing 128 MB of buffers takes most of the embedded one's start, and write-ahead log of 16 MB a
 * file a third of what a small database holds.
 */
export const embeddedSettings = {
  startParams: [...PGlite.defaultStartParams, "-c", "shared_buffers=16MB"],
  initDbStartParams: ["--wal-segsize=1"],
};

type EmbeddedOptions = Extract<DatabaseOptions, { readonly directory?: string }>;

async function embeddedPool({ directory, dump }: EmbeddedOptions): Promise<PostgresPool> {
  if (directory !== undefined) await keepPrivate(directory);
  const unlock = directory === undefined ? async () => {} : await lockDirectory(directory);
  try {
    const pglite = new PGlite({
      ...embeddedSettings,
      dataDir: directory ?? "memory://",
      ...(dump && { loadDataDir: dump }),
      parsers: { [pgliteTypes.INT8]: BigInt, [pgliteTypes.NUMERIC]: BigInt },
    });
    await pglite.waitReady;
    const pool = pglitePool(pglite);
    const end = async () => {
      try {
        await pool.end();
        if (directory !== undefined) await keepPrivate(directory);
      } finally {
        await unlock();
      }
    };
    return { ...pool, end };
  } catch (error) {
    await unlock();
    throw error;
  }
}
