import autocannon from "autocannon";
import Fastify from "fastify";
import { pino } from "pino";
import { v7 as uuidv7 } from "uuid";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { createOrganization } from "../../src/access/organizations.ts";
import { buildServer } from "../../src/api/server.ts";
import { systemClock as clock } from "../../src/runtime/clock.ts";
import { type DatabaseOptions, openDatabase } from "../../src/store/index.ts";
import { contextWithoutChains } from "../../test/support/api-context.ts";
import { createTestDatabase } from "../../test/support/database.ts";
import { printTable } from "../table.ts";
import { body, settlementAddress } from "./create-body.ts";
import { measureRequestLog } from "./request-log.ts";

const connections = 32;
/** Seconds of each measurement, after a short one that is thrown away. */
const duration = 5;
/** What a create must reach of the rate of a bare insert through the same server. */
const least = 0.6;
/** What the request log may add to the processor time of a create. */
const mostForLog = 0.03;

type Measured = { readonly name: string; readonly rate: number; readonly p99: number; readonly failed: number };

/** Requests per second and the 99th percentile of their time, for a bare route, a bare insert, creates and reads, on each database. */
export async function benchApi(): Promise<boolean> {
  const outcomes = [await measureOn("PGlite", {})];
  if (process.env.DATABASE_URL === undefined) {
    console.error("PostgreSQL is left out: set DATABASE_URL, or run `.ci/postgres npm run bench -- api`.");
  } else {
    const { options, drop } = await createTestDatabase();
    try {
      outcomes.push(await measureOn("PostgreSQL", options));
    } finally {
      await drop();
    }
  }
  printTable(
    ["database", "request", "per second", "p99 ms", "of the insert", "at least"],
    outcomes.flatMap(({ database, rows }) => {
      const insert = rateOf(rows, "bare insert");
      return rows.map(({ name, rate, p99 }) => [
        database,
        name,
        rate.toFixed(0),
        p99.toFixed(1),
        (rate / insert).toFixed(2),
        name === "create" ? least.toFixed(2) : "",
      ]);
    }),
  );
  const forLog = await measureRequestLog();
  console.log(
    `\nthe request log adds ${(forLog * 100).toFixed(1)}% to the processor time of a create (at most ${mostForLog * 100}%)`,
  );
  const failed = outcomes.flatMap(({ rows }) => rows).filter((row) => row.failed > 0);
  for (const { name, failed: count } of failed) console.error(`${name}: ${count} requests failed.`);
  const slow = outcomes.filter(({ rows }) => rateOf(rows, "create") < least * rateOf(rows, "bare insert"));
  return failed.length === 0 && slow.length === 0 && forLog <= mostForLog;
}

const rateOf = (rows: readonly Measured[], name: string) => rows.find((row) => row.name === name)?.rate ?? 0;

async function measureOn(name: string, options: DatabaseOptions) {
  const database = await openDatabase(options);
  const log = pino({ level: "silent" });
  const context = contextWithoutChains(database, clock, log);
  const server = await buildServer(context, log);
  const merchant = await createOrganization({ database, clock }, { name: "Bench", settlementAddress });
  const { key } = await issueApiKey({ database, clock }, { organizationId: merchant.id, mode: "test" });
  // The row that a create writes, and nothing else.
  server.post("/bench/insert", { schema: { hide: true } }, async (_request, reply) => {
    const row = {
      id: uuidv7(),
      organizationId: merchant.id,
      mode: "test",
      status: "ACTIVE",
      amount: 25_000n,
      currency: "USD",
      merchantAmount: 18_000n,
      merchantAddress: settlementAddress,
      sellers: JSON.stringify([{ address: settlementAddress, amount: "6000" }]),
      metadata: JSON.stringify({ cart: "7" }),
      acceptedChains: [1, 8453],
      acceptedTokens: ["USDC", "USDT"],
      expiresAt: clock(),
      createdAt: clock(),
    } as const;
    await database
      .insertInto("payments")
      .values({ ...row, acceptedChains: [...row.acceptedChains], acceptedTokens: [...row.acceptedTokens] })
      .execute();
    return reply.status(201).send({ id: row.id });
  });
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  const bare = Fastify();
  bare.get("/bare", async () => ({ status: "ok" }));
  const bareUrl = await bare.listen({ host: "127.0.0.1", port: 0 });

  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const created = await fetch(new URL("/v1/payments", url), { method: "POST", headers, body });
  const { id } = (await created.json()) as { id: string };
  const post = { method: "POST", headers, body } as const;
  const rows: Measured[] = [];
  for (const [request, target] of [
    ["bare route", { url: `${bareUrl}/bare` }],
    ["bare insert", { url: `${url}/bench/insert`, ...post }],
    ["create", { url: `${url}/v1/payments`, ...post }],
    ["read", { url: `${url}/v1/payments/${id}`, headers }],
    ["list 20", { url: `${url}/v1/payments`, headers }],
  ] as const) {
    process.stderr.write(`${name}: ${request} …\n`);
    rows.push(await measure(request, target));
  }
  await bare.close();
  await context.feed.stop();
  await server.close();
  await database.destroy();
  return { database: name, rows };
}

/** The load comes from another thread, so that it does not take turns with the server. */
async function measure(name: string, target: autocannon.Options): Promise<Measured> {
  await autocannon({ ...target, connections, duration: 1, workers: 1 });
  const { requests, latency, non2xx, errors } = await autocannon({ ...target, connections, duration, workers: 1 });
  return { name, rate: requests.average, p99: latency.p99, failed: non2xx + errors };
}
