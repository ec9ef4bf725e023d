import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { buildCheckout } from "../../scripts/build-checkout.ts";
import { type Chain, chainById } from "../../src/protocol/index.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import { type Sandbox, type SandboxChain, startSandbox } from "../../src/sandbox/sandbox.ts";
import { commandLine } from "../support/command-line.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

// Somebody asks every process behind a load balancer in turn, each of which has counted little.

const skip = process.env.DATABASE_URL ? false : "the embedded database serves one process: set DATABASE_URL";
const base = chainById(8453) as Chain;

type Served = { readonly process: ChildProcess; readonly url: string };

let directory: string;
let sandbox: Sandbox;
let database: TestDatabase;
const served: Served[] = [];

before(async () => {
  if (skip) return;
  await buildCheckout("production");
  directory = await mkdtemp(join(tmpdir(), "railsplit-"));
  database = await createTestDatabase();
  sandbox = await startSandbox({ chains: [base], directory });
  served.push(await serve(), await serve());
});
after(async () => {
  for (const { process } of served) {
    process.kill("SIGTERM");
    await once(process, "exit");
  }
  await sandbox?.stop();
  await database?.drop();
  if (directory) await rm(directory, { recursive: true });
});

/** A process of the API, as an operator starts it. */
async function serve(): Promise<Served> {
  const chain = sandbox.chains.get(base.id) as SandboxChain;
  assert.ok("url" in database.options);
  const env = {
    PATH: process.env.PATH,
    PORT: "0",
    DATABASE_URL: database.options.url,
    ROUTER_ADDRESS: chain.router,
    GAS_SPONSOR_ADDRESS: chain.gasSponsor,
    GAS_SPONSOR_SIGNER_KEY: sandboxAccounts.sponsorSigner.privateKey,
    BASE_RPC_URL: chain.rpcUrl,
    BASE_BUNDLER_URL: chain.bundlerUrl,
    // A day's windows end while this test runs less often than a minute's.
    REQUESTS_PER_DAY: "60",
  };
  const child = spawn(process.execPath, [...commandLine, "serve", "--role", "api"], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (log += chunk));
  for (const signal = AbortSignal.timeout(60_000); ; signal.throwIfAborted()) {
    assert.equal(child.exitCode, null, log);
    const line = log.split("\n").find((each) => each.includes('"msg":"serving"') && each.endsWith("}"));
    if (line) return { process: child, url: JSON.parse(line).url };
    await sleep(50);
  }
}

/** Asks one process, so many times at most, until it refuses. Answers how many it has answered before. */
async function answeredUntilRefused({ url }: Served, most: number): Promise<number> {
  for (let answered = 0; answered < most; answered += 1) {
    const { status } = await fetch(new URL("/v1/payments", url));
    if (status === 429) return answered;
    assert.equal(status, 401);
    await sleep(200);
  }
  return most;
}

test("limitRequests: two processes on one database count an address together", { skip }, async () => {
  const [one, other] = served as [Served, Served];
  const asked = await Promise.all(Array.from({ length: 45 }, () => fetch(new URL("/v1/payments", one.url))));
  assert.deepEqual([...new Set(asked.map(({ status }) => status))], [401]);
  // Alone it would answer 60, and one that has answered 45 another 15.
  const byOther = await answeredUntilRefused(other, 60);
  assert.ok(byOther < 40, `${byOther} were answered by the other process`);
  const byOne = await answeredUntilRefused(one, 15);
  assert.ok(byOne < 15, `${byOne} more were answered by the first process`);
});
