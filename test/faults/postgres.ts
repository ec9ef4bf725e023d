import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Random } from "./random.ts";

/** A PostgreSQL server of this machine, by its processes. */
export type PostgresServer = {
  /** kill -9 of one of the processes that serve our database: the server then ends all connections, and recovers. */
  killBackend(): Promise<void>;
  /** kill -9 of the server itself. */
  kill(): Promise<void>;
  /** Starts it again on the same data. */
  start(): Promise<void>;
};

/** Finds the server behind a URL. Throws where it is not on this machine, or not ours to end. */
export async function findPostgres(url: string, random: Random): Promise<PostgresServer> {
  const [{ data_directory: data }] = (await query(url, "show data_directory")) as [{ data_directory: string }];
  const { uid, gid } = await stat(data);
  // The whole command line, the binary's path first.
  const options = await readFile(join(data, "postmaster.opts"), "utf8");
  const pgCtl = join(dirname(options.split(" ")[0] as string), "pg_ctl");
  return {
    async killBackend() {
      const backends = await query(
        url,
        "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
      );
      if (backends.length > 0) process.kill(random.pick(backends).pid, "SIGKILL");
    },
    async kill() {
      const [pid] = (await readFile(join(data, "postmaster.pid"), "utf8")).split("\n");
      process.kill(Number(pid), "SIGKILL");
    },
    async start() {
      // Restarting takes the options of before, and finds that nothing runs. It is refused while processes of the killed server still hold its memory.
      const args = ["-D", data, "-w", "-l", join(dirname(data), "log"), "restart"];
      for (let attempts = 0; attempts < 20; attempts += 1) {
        const starting = spawn(pgCtl, args, { uid, gid, cwd: data, stdio: "ignore" });
        const [code] = await once(starting, "exit");
        if (code === 0) return;
      }
      throw new Error(`PostgreSQL could not be started again: see ${join(dirname(data), "log")}.`);
    },
  };
}

/** A server that recovers takes connections again within this time. Milliseconds. */
const recovery = 20_000;

async function connect(url: string): Promise<pg.Client> {
  for (const end = Date.now() + recovery; ; await sleep(100)) {
    const client = new pg.Client({ connectionString: url });
    // The server may be killed while this connection stands.
    client.on("error", () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

// biome-ignore lint/suspicious/noExplicitAny: rows of the server's own tables.
async function query(url: string, statement: string): Promise<any[]> {
  const client = await connect(url);
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
