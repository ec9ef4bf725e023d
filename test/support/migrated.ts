import { createHash, randomUUID } from "node:crypto";
import { existsSync, openAsBlob } from "node:fs";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { connectDatabase, databaseOn, embeddedSettings, openDatabase } from "../../src/store/database.ts";
import { migrate } from "../../src/store/migrate.ts";
import { pglitePool } from "../../src/store/pglite-pool.ts";

const root = new URL("../../", import.meta.url);
const cache = new URL("node_modules/.cache/railsplit/", root);

/** Another for every change of the migrations, of the embedded database or of how its dump is made. */
async function version(): Promise<string> {
  const hash = createHash("sha256");
  hash.update(await readFile(new URL("node_modules/@electric-sql/pglite/package.json", root)));
  for (const file of ["database.ts", "migrate.ts"]) hash.update(await readFile(new URL(`src/store/${file}`, root)));
  hash.update(await readFile(new URL(import.meta.url)));
  const migrations = new URL("src/store/migrations/", root);
  for (const file of (await readdir(migrations)).sort())
    hash.update(file).update(await readFile(new URL(file, migrations)));
  return hash.digest("hex").slice(0, 16);
}

/** A migrated embedded database, made once and kept: starting from it takes a tenth of the time that a new one takes. */
export async function migratedDump(): Promise<Blob> {
  const file = new URL(`${await version()}.tar`, cache);
  // By the file and not by its bytes: a Blob of bytes is copied three times.
  if (existsSync(file)) return openAsBlob(file);
  const pglite = new PGlite(embeddedSettings);
  const database = databaseOn(pglitePool(pglite));
  await migrate(database);
  // Nobody copies a database here: without these two the dump is half as large, and takes half the time to start from.
  await pglite.exec("update pg_database set datistemplate = false");
  for (const template of ["template0", "template1"]) await pglite.exec(`drop database ${template}`);
  await pglite.exec("checkpoint");
  const dump = await pglite.dumpDataDir("none");
  await database.destroy();
  // Others may make the same at the same time: a file is whole before it has its name.
  await mkdir(cache, { recursive: true });
  const draft = new URL(`${randomUUID()}.tar`, cache);
  await writeFile(draft, dump.stream());
  await rename(draft, file);
  return openAsBlob(file);
}

/** The same in a directory, as a server keeps it. */
export async function makeMigratedDirectory(directory: string): Promise<void> {
  const database = await openDatabase({ directory, dump: await migratedDump() });
  await database.destroy();
}

/** The name of a migrated database on the server, which others are copied from. */
export async function migratedTemplate(server: string): Promise<string> {
  const name = `railsplit_template_${await version()}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    // One process makes it, and the others wait for it.
    await client.query("select pg_advisory_lock(hashtext($1))", [name]);
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (rowCount === 1) return name;
    const draft = `${name}_draft`;
    await client.query(`drop database if exists ${draft} with (force)`);
    await client.query(`create database ${draft}`);
    const database = await connectDatabase({ url: urlOf(server, draft), maxConnections: 1 });
    try {
      await migrate(database);
    } finally {
      await database.destroy();
    }
    await client.query(`alter database ${draft} rename to ${name}`);
    return name;
  } finally {
    await client.end();
  }
}

/** The address of another database of the same server. */
export function urlOf(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
