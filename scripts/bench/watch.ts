import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { pino } from "pino";
import { v7 as uuidv7 } from "uuid";
import { createProviderPool } from "../../src/chain/providers/provider-pool.ts";
import { startWatcher } from "../../src/chain/watcher.ts";
import { watcherSink } from "../../src/ledger/watcher-sink.ts";
import { type Chain, chainByNetwork, type Token } from "../../src/protocol/index.ts";
import { systemClock as clock } from "../../src/runtime/clock.ts";
import { startBareChains } from "../../src/sandbox/bare-chains.ts";
import { deployRailsplit } from "../../src/sandbox/railsplit-deployment.ts";
import { preparePayments } from "../../src/sandbox/settle-many.ts";
import { type DatabaseOptions, openDatabase } from "../../src/store/index.ts";
import { contextWithoutChains } from "../../test/support/api-context.ts";
import { createTestDatabase } from "../../test/support/database.ts";
import { printTable } from "../table.ts";
import { measureWebhooks } from "./watch-webhooks.ts";

/** What both catch up with: so many payments, a hundred in a block, spread over so many blocks. */
const events = 10_000;
const blocks = 20_000;
const perBlock = 100;

const base = chainByNetwork("base") as Chain;
const log = pino({ level: "silent" });
const ponder = fileURLToPath(new URL("ponder/", import.meta.url));

type FilledChain = {
  readonly rpcUrl: string;
  readonly contracts: Awaited<ReturnType<typeof deployRailsplit>>;
  readonly lastBlock: bigint;
};

type Storage = { readonly name: string; readonly options: DatabaseOptions; drop(): Promise<void> };

/**
 * Events per second while a long chain is caught up with, by our watcher and by Ponder: the same chain, machine and run, the same events into an equal table. Then the time from
 * the block that makes a payment final to its webhook's arrival.
 */
export async function benchWatch(): Promise<boolean> {
  await installPonder();
  const directory = await mkdtemp(join(tmpdir(), "railsplit-bench-"));
  const chains = await startBareChains({ chains: [base], directory });
  const rows: (readonly [string, number, number])[] = [];
  try {
    const [process] = chains.chains;
    if (!process) throw new Error("There is no chain.");
    console.error(`making ${events} payments in ${blocks} blocks …`);
    const chain = { rpcUrl: process.rpcUrl, ...(await fill(process.local)) };
    for (const storage of storages(directory)) {
      console.error(`${storage.name}: Railsplit …`);
      const ours = await catchUp(chain, storage.ours);
      console.error(`${storage.name}: Ponder …`);
      const theirs = await catchUpWithPonder(chain, storage.ponders);
      rows.push([storage.name, ours, theirs]);
    }
  } finally {
    await chains.stop();
    await rm(directory, { recursive: true });
  }
  printTable(
    ["database", "Railsplit, events/s", "Ponder, events/s", "ratio", "at least"],
    rows.map(([name, ours, theirs]) => [name, ours.toFixed(0), theirs.toFixed(0), (ours / theirs).toFixed(2), "1.00"]),
  );
  const isSoon = await measureWebhooks();
  return isSoon && rows.every(([, ours, theirs]) => ours >= theirs);
}

/** What the two write to, each to one of its own. */
function storages(directory: string) {
  const server = process.env.DATABASE_URL;
  const onServer = async (): Promise<Storage> => ({ name: "PostgreSQL", ...(await createTestDatabase()) });
  const embedded = (who: string) => async (): Promise<Storage> => ({
    name: "PGlite",
    options: { directory: join(directory, who) },
    drop: async () => {},
  });
  if (server === undefined) {
    console.error("PostgreSQL is left out: set DATABASE_URL, or run `.ci/postgres npm run bench -- watch`.");
  }
  return [
    { name: "PGlite", ours: embedded("railsplit"), ponders: embedded("ponder") },
    ...(server === undefined ? [] : [{ name: "PostgreSQL", ours: onServer, ponders: onServer }]),
  ];
}

async function fill(local: Parameters<typeof deployRailsplit>[0]): Promise<Omit<FilledChain, "rpcUrl">> {
  await local.setIntervalMining({ interval: 0 });
  await local.setAutomine(true);
  const contracts = await deployRailsplit(local);
  const payments = await preparePayments(local, contracts.router, base.tokens[0] as Token, uuidv7);
  const rounds = events / perBlock;
  for (let round = 0; round < rounds; round += 1) {
    await payments.settle(perBlock);
    await local.mine({ blocks: blocks / rounds - 1 });
  }
  return { contracts, lastBlock: await local.getBlockNumber() };
}

/** Until the last event is recorded and the last block taken in; the database is open by then. */
async function catchUp({ rpcUrl, contracts }: FilledChain, open: () => Promise<Storage>): Promise<number> {
  const { options, drop } = await open();
  const database = await openDatabase(options);
  const context = contextWithoutChains(database, clock, log);
  const providers = createProviderPool(base, [rpcUrl], clock);
  const sink = watcherSink(context, base.id);
  const begun = performance.now();
  const watcher = startWatcher({ chain: base, providers, contracts, sink, log, startBlock: 0n, pollInterval: 10 });
  while (watcher.health().blocksBehind !== 0n) await sleep(5);
  const seconds = (performance.now() - begun) / 1_000;
  await watcher.stop();
  const recorded = await database.selectFrom("settlements").select("id").execute();
  await context.feed.stop();
  await database.destroy();
  await drop();
  if (recorded.length !== events) throw new Error(`${recorded.length} of ${events} events were recorded.`);
  return events / seconds;
}

/** From the line in which Ponder says that it begins to read to the one in which it says that it is ready; its start is not counted. */
async function catchUpWithPonder(chain: FilledChain, open: () => Promise<Storage>): Promise<number> {
  const { options, drop } = await open();
  const program = join(ponder, "node_modules", "ponder", "dist", "esm", "bin", "ponder.js");
  const args = ["start", "--schema", "bench", "--port", "19870", "--log-format", "json", "--log-level", "info"];
  const where = "url" in options ? { BENCH_DATABASE_URL: options.url } : { BENCH_DIRECTORY: options.directory };
  const child = spawn(process.execPath, [program, ...args], {
    cwd: ponder,
    env: {
      PATH: process.env.PATH,
      PONDER_TELEMETRY_DISABLED: "true",
      BENCH_RPC_URL: chain.rpcUrl,
      BENCH_ROUTER: chain.contracts.router,
      BENCH_LAST_BLOCK: chain.lastBlock.toString(),
      ...where,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  let begun: number | undefined;
  let ready: number | undefined;
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (!line.startsWith("{")) continue;
    const { msg, time } = JSON.parse(line) as { msg: string; time: number };
    if (/^Started '.*' historical sync/.test(msg)) begun ??= time;
    if (msg.includes("/ready endpoint")) {
      ready = time;
      break;
    }
  }
  child.kill("SIGTERM");
  await ended;
  await drop();
  if (begun === undefined || ready === undefined)
    throw new Error(`Ponder did not finish:\n${said.slice(-20).join("\n")}`);
  return (events * 1_000) / (ready - begun);
}

/** Ponder is a dependency of this bench alone: installed, by its own lock file, when it is run for the first time. */
async function installPonder(): Promise<void> {
  const program = join(ponder, "node_modules", "ponder", "package.json");
  if (existsSync(program)) return;
  console.error("installing Ponder, which this bench alone needs …");
  await promisify(execFile)("npm", ["ci", "--no-audit", "--no-fund"], { cwd: ponder });
}
