import type { PGlite } from "@electric-sql/pglite";
import { Mutex } from "async-mutex";
import type { PostgresPool, PostgresPoolClient } from "kysely";

/**
 * The embedded database as a pool of one connection, for Kysely's PostgreSQL dialect.
 *
 * Kysely's own PGlite dialect hands the one connection to everybody at once, so that a query of one request runs inside, and is rolled
 * back with, the transaction of another. Here a connection is held by one caller at a time.
 */
export function pglitePool(pglite: PGlite): PostgresPool {
  const connection = new Mutex();
  return {
    options: {},
    async connect() {
      const release = await connection.acquire();
      const query = (sql: string, parameters: readonly unknown[]) => pglite.query(sql, [...parameters]);
      return { query, release } as unknown as PostgresPoolClient;
    },
    async end() {
      await connection.runExclusive(() => pglite.close());
    },
  };
}
