import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { pino } from "pino";
import { type Address, type Hex, keccak256, toHex } from "viem";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { createOrganization } from "../../src/access/organizations.ts";
import { buildServer } from "../../src/api/server.ts";
import type { Cursor, SettlementLog } from "../../src/chain/logs/contract-events.ts";
import { finalizeBlocks } from "../../src/ledger/finalize-blocks.ts";
import { recordBlocks } from "../../src/ledger/record-blocks.ts";
import { amountsOf, feeBasisPoints, paymentIdOf } from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import { systemClock as clock } from "../../src/runtime/clock.ts";
import { type Database, openDatabase } from "../../src/store/index.ts";
import { createWebhookEndpoint } from "../../src/webhooks/endpoints.ts";
import { startDelivering } from "../../src/webhooks/start-delivering.ts";
import { contextWithoutChains } from "../../test/support/api-context.ts";
import { createTestDatabase } from "../../test/support/database.ts";
import { sending } from "../../test/webhooks/sending.ts";
import { printTable } from "../table.ts";
import type { LoadAnswer, LoadMessage, LoadRequest } from "./payment-load.ts";

const payments = 2_000;
const connections = 32;
/** Settlements in one block, as a busy chain has them. */
const settlementsPerBlock = 50;
const chainId = 8453;
const settlementAddress: Address = "0x1111111111111111111111111111111111111111";
const seller: Address = "0x2222222222222222222222222222222222222222";

/** What one payment costs in one stage. */
type Cost = {
  readonly stage: string;
  /** Processor time, in milliseconds. */
  readonly server: number;
  readonly postgres: number;
  /** Database transactions that wrote. */
  readonly transactions: number;
  /** Bytes of write-ahead log. */
  readonly log: number;
  /** Milliseconds by the clock. */
  readonly elapsed: number;
};

/**
 * What a payment costs from its creation to its last webhook, stage by stage: processor time of the server and of PostgreSQL, transactions, and bytes of
 * write-ahead log. The chain's side is `bench -- relay` and `bench -- watch`.
 */
export async function benchPayment(): Promise<boolean> {
  if (process.env.DATABASE_URL === undefined) {
    console.error("It measures PostgreSQL: run `.ci/postgres npm run bench -- payment`.");
    return false;
  }
  const { options, drop } = await createTestDatabase();
  const database = await openDatabase(options);
  const load = fork(fileURLToPath(new URL("./payment-load.ts", import.meta.url)), { stdio: "inherit" });
  try {
    const { costs, stored } = await measureStages(database, load);
    const total = costs.reduce(addCosts);
    printTable(
      ["per payment", "server ms", "PostgreSQL ms", "writes", "log bytes", "a second here"],
      [...costs, { ...total, stage: "all" }].map(({ stage, server, postgres, transactions, log, elapsed }) => [
        stage,
        server.toFixed(2),
        postgres.toFixed(2),
        transactions.toFixed(1),
        log.toFixed(0),
        (1_000 / elapsed).toFixed(0),
      ]),
    );
    console.log(
      `\n${stored.toFixed(0)} bytes stay in the database. ${payments} payments, ${connections} connections, ${availableParallelism()} cores for server, PostgreSQL and load together.`,
    );
    return true;
  } finally {
    load.disconnect();
    await database.destroy();
    await drop();
  }
}

async function measureStages(database: Database, load: ChildProcess): Promise<{ costs: Cost[]; stored: number }> {
  const [{ webhookUrl }] = (await once(load, "message")) as [{ webhookUrl: string }];
  const log = pino({ level: "silent" });
  const context = contextWithoutChains(database, clock, log);
  const server = await buildServer(context, log);
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  const merchant = await createOrganization(context, { name: "Bench", settlementAddress });
  const owner = { organizationId: merchant.id, mode: "test" } as const;
  const { key } = await issueApiKey(context, owner);
  await createWebhookEndpoint({ ...context, ...sending }, owner, { url: webhookUrl });
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const create = { amount: "250.00", currency: "USD", sellers: [{ address: seller, amount: "60.00" }] };
  const post = (path: string, body: unknown): LoadRequest => {
    return { method: "POST", url: `${url}${path}`, headers, body: JSON.stringify(body) };
  };
  // Compiled code, open connections, a warm cache: as in a server that has been running.
  await send(
    load,
    repeat(200, () => post("/v1/payments", create)),
  );

  const measure = (stage: string, work: () => Promise<void>) => measureStage(database, stage, work);
  const before = await databaseSize(database);
  const costs: Cost[] = [];
  let created: { id: string }[] = [];
  let quotes: { terms: Parameters<typeof termsFromJson>[0] }[] = [];
  costs.push(
    await measure("create", async () => {
      created = await send(
        load,
        repeat(payments, () => post("/v1/payments", create)),
      );
    }),
    await measure("quote", async () => {
      const choice = { chainId, token: "USDC" };
      quotes = await send(
        load,
        created.map(({ id }) => post(`/v1/checkout/${id}/quotes`, choice)),
      );
    }),
    await measure("checkout read", async () => {
      await send(
        load,
        created.map(({ id }) => ({ method: "GET", url: `${url}/v1/checkout/${id}`, headers })),
      );
    }),
  );
  const blocks = inBlocks(quotes.map(({ terms }) => settlementOf(termsFromJson(terms), context.router)));
  costs.push(
    await measure("settle", async () => {
      let after: Cursor | null = null;
      for (const { cursor, settlements } of blocks) {
        await recordBlocks(context, {
          chainId,
          after,
          cursor,
          settlements,
          reclaims: [],
          sweeps: [],
          charges: [],
          cancellations: [],
          userOperations: [],
        });
        after = cursor;
      }
    }),
    await measure("finalize", () => finalizeBlocks(context, chainId, () => BigInt(blocks.length))),
    await measure("webhooks", async () => {
      const worker = startDelivering({ database, clock, ...sending }, log);
      while (await anyPending(database)) await sleep(20);
      await worker.stop();
    }),
  );
  const stored = ((await databaseSize(database)) - before) / payments;
  await requireAllTold(database);
  await context.feed.stop();
  await server.close();
  return { costs, stored };
}

async function anyPending(database: Database): Promise<boolean> {
  const { rows } = await sql<{ pending: boolean }>`
    select exists (select from webhook_deliveries where status = 'PENDING') or exists (
      select from events, event_consumers where events.position is null or events.position > event_consumers.position
    ) as pending`.execute(database);
  return rows.some(({ pending }) => pending);
}

/** What was measured has to have happened. */
async function requireAllTold(database: Database): Promise<void> {
  const { rows } = await sql<{ paid: number; told: number }>`
    select (select count(*)::int from payments where status = 'SUCCESSFUL') as paid,
      (select count(*)::int from webhook_deliveries where status = 'DELIVERED') as told`.execute(database);
  const [{ paid, told } = { paid: 0, told: 0 }] = rows;
  if (paid === payments && told === 2 * payments) return;
  throw new Error(`Of ${payments} payments ${paid} are paid and ${told} webhooks were delivered.`);
}

async function measureStage(database: Database, stage: string, work: () => Promise<void>): Promise<Cost> {
  process.stderr.write(`${stage} …\n`);
  const before = await readCounters(database);
  await work();
  const after = await readCounters(database);
  const each = (counter: keyof typeof before) => (after[counter] - before[counter]) / payments;
  return {
    stage,
    server: each("server"),
    postgres: each("postgres"),
    transactions: each("transactions"),
    log: each("log"),
    elapsed: each("time"),
  };
}

async function readCounters(database: Database) {
  const time = performance.now();
  const { user, system } = process.cpuUsage();
  const { rows } = await sql<{ transactions: number; log: number }>`
    select pg_snapshot_xmax(pg_current_snapshot())::text::float8 as transactions,
      pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as log`.execute(database);
  const [{ transactions, log } = { transactions: 0, log: 0 }] = rows;
  return { time, server: (user + system) / 1_000, postgres: await postgresTime(database), transactions, log };
}

/** Processor time of all of PostgreSQL's processes, in milliseconds, as Linux counts it; its parent has the time of those that ended. */
async function postgresTime(database: Database): Promise<number> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(database);
  const { parent } = await processOf(`${rows[0]?.pid}`);
  const children = await readFile(`/proc/${parent}/task/${parent}/children`, "utf8");
  const running = await Promise.all([parent, ...children.trim().split(" ")].map(processOf));
  const { ticksOfEnded } = await processOf(parent);
  return running.reduce((sum, { ticks }) => sum + ticks, ticksOfEnded) * 10;
}

/** Ticks are hundredths of a second. */
async function processOf(pid: string): Promise<{ parent: string; ticks: number; ticksOfEnded: number }> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // Numbered as in proc(5), after the name in parentheses, which may hold spaces.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const field = (number: number) => Number(fields[number - 3] ?? 0);
  return { parent: fields[1] ?? "", ticks: field(14) + field(15), ticksOfEnded: field(16) + field(17) };
}

async function databaseSize(database: Database): Promise<number> {
  const { rows } = await sql<{ size: number }>`select pg_database_size(current_database())::float8 as size`.execute(
    database,
  );
  return rows[0]?.size ?? 0;
}

async function send<T>(load: ChildProcess, requests: readonly LoadRequest[]): Promise<T[]> {
  load.send({ requests, connections } satisfies LoadMessage);
  const failed = once(load, "exit").then(() => Promise.reject(new Error("The load ended.")));
  const [answer] = (await Promise.race([once(load, "message"), failed])) as [LoadAnswer];
  return "bodies" in answer ? answer.bodies.map((body) => JSON.parse(body)) : [];
}

function settlementOf(
  terms: ReturnType<typeof termsFromJson>,
  router: Address,
): Omit<SettlementLog, "blockNumber" | "blockHash"> {
  const { total, fee } = amountsOf(terms.shares, feeBasisPoints);
  const onchainId = paymentIdOf(terms);
  return {
    chainId,
    onchainId,
    transactionHash: keccak256(onchainId),
    logIndex: 0,
    blockTime: clock(),
    router,
    merchant: terms.shares[0]?.recipient as Address,
    token: terms.token,
    payer: settlementAddress,
    amount: total,
    fee,
  };
}

function inBlocks(logs: readonly Omit<SettlementLog, "blockNumber" | "blockHash">[]) {
  return Array.from({ length: Math.ceil(logs.length / settlementsPerBlock) }, (_, index) => {
    const place = { blockNumber: BigInt(index + 1), blockHash: hashOf(index + 1), blockTime: clock() };
    const first = index * settlementsPerBlock;
    const settlements = logs.slice(first, first + settlementsPerBlock).map((log) => ({ ...log, ...place }));
    return { cursor: place, settlements };
  });
}

const hashOf = (block: number): Hex => keccak256(toHex(block));

const repeat = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

function addCosts(sum: Cost, cost: Cost): Cost {
  return {
    stage: "",
    server: sum.server + cost.server,
    postgres: sum.postgres + cost.postgres,
    transactions: sum.transactions + cost.transactions,
    log: sum.log + cost.log,
    elapsed: sum.elapsed + cost.elapsed,
  };
}
