import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { toHex } from "viem";
import { buildCheckout } from "../../scripts/build-checkout.ts";
import { callApi, type Json } from "../../scripts/pay.ts";
import { type Chain, chainById } from "../../src/protocol/index.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import { badGateway, type Fault, hangs, type RpcProxy, resets, startRpcProxy } from "../../src/sandbox/faults/index.ts";
import { type Sandbox, type SandboxChain, startSandbox } from "../../src/sandbox/sandbox.ts";
import { freePort } from "../support/free-port.ts";

const baseId = 8453;
const apiUrl = `http://127.0.0.1:${await freePort()}`;
const megabyte = 1024 * 1024;

/** The server ends itself above this. */
const heapLimit = 400;

let directory: string;
let sandbox: Sandbox;
let proxy: RpcProxy;
let server: ChildProcess;
let apiKey: string;
let log = "";
let longestLine = 0;

before(async () => {
  await buildCheckout("production");
  directory = await mkdtemp(join(tmpdir(), "railsplit-"));
  sandbox = await startSandbox({ chains: [chainById(baseId) as Chain], directory });
  const chain = sandbox.chains.get(baseId) as SandboxChain;
  proxy = await startRpcProxy(chain.rpcUrl);
  const env = {
    PATH: process.env.PATH,
    PORT: new URL(apiUrl).port,
    DATA_DIRECTORY: join(directory, "database"),
    ROUTER_ADDRESS: chain.router,
    GAS_SPONSOR_ADDRESS: chain.gasSponsor,
    GAS_SPONSOR_SIGNER_KEY: sandboxAccounts.sponsorSigner.privateKey,
    RELAYER_TRANSACTION_KEYS: sandboxAccounts.relayerKeys[0].privateKey,
    BASE_RPC_URL: proxy.url,
    BASE_BUNDLER_URL: chain.bundlerUrl,
    REQUESTS_PER_MINUTE: "1000000",
    REQUESTS_PER_HOUR: "1000000",
    REQUESTS_PER_DAY: "1000000",
  };
  const program = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
  const merchant = ["create-organization", "--name", "Shop", "--address", sandboxAccounts.merchant.address];
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...merchant], { env });
  ({ apiKey } = JSON.parse(stdout));
  server = spawn(process.execPath, [`--max-old-space-size=${heapLimit}`, program, "serve"], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [server.stdout, server.stderr]) {
    let line = "";
    stream?.on("data", (chunk: Buffer) => {
      log = (log + chunk).slice(-20_000);
      const lines = `${line}${chunk}`.split("\n");
      line = lines.pop() ?? "";
      for (const each of lines) longestLine = Math.max(longestLine, each.length);
    });
  }
  await until("the server serves", async () => (await fetch(`${apiUrl}/healthz`).catch(() => null))?.ok === true);
});
after(async () => {
  if (server?.exitCode === null) {
    server.kill("SIGTERM");
    await once(server, "exit");
  }
  await proxy?.stop();
  await sandbox?.stop();
  await rm(directory, { recursive: true, force: true });
});

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const signal = AbortSignal.timeout(120_000);
  while (!(await holds())) {
    assert.equal(server.exitCode ?? server.signalCode, null, `the server ended: ${log}`);
    await sleep(200, undefined, { signal }).catch(() => assert.fail(`Waited for ever until ${what}.`));
  }
}

const api = (method: string, path: string, body?: Json) => callApi({ apiUrl, apiKey }, method, path, body);

/** `process.memoryUsage().heapUsed` of the server, in megabytes. */
async function heapUsed(): Promise<number> {
  const metrics = await (await fetch(`${apiUrl}/metrics`)).text();
  const [, bytes] = /^nodejs_heap_size_used_bytes (\S+)/m.exec(metrics) ?? [];
  assert.ok(bytes);
  return Number(bytes) / megabyte;
}

/** Reads of every payment's recoveries at once, as its URL allows to anybody. How many were answered does not matter. */
async function readRecoveries(payments: readonly string[], times: number): Promise<void> {
  const reads = payments.flatMap((id) => Array.from({ length: times }, () => `${apiUrl}/v1/checkout/${id}/recoveries`));
  await Promise.all(
    reads.map((url) =>
      fetch(url).then(
        (response) => response.text(),
        () => undefined,
      ),
    ),
  );
}

test("memory: recoveries of 400 quotes, read while the provider drops, refuses or keeps its answers, keep the heap flat", async () => {
  const payments: string[] = [];
  for (let index = 0; index < 20; index += 1) {
    const { id } = await api("POST", "/v1/payments", { amount: "25.00", currency: "USD" });
    for (let quote = 0; quote < 20; quote += 1) {
      const refundTo = toHex(2n ** 159n + BigInt(100 * index + quote), { size: 20 });
      await api("POST", `/v1/checkout/${id}/quotes`, { chainId: baseId, token: "USDC", refundTo });
    }
    payments.push(id);
  }
  await readRecoveries(payments, 1);
  let least = Number.POSITIVE_INFINITY;
  for (let sample = 0; sample < 10; sample += 1) least = Math.min(least, await heapUsed());

  const faults: readonly (readonly [string, Fault, number])[] = [
    ["connections are cut", resets, 8],
    ["502 in HTML", badGateway, 8],
    ["no answer", hangs, 1],
  ];
  for (const [name, fault, rounds] of faults) {
    await proxy.use(fault);
    for (let round = 0; round < rounds; round += 1) await readRecoveries(payments, 5);
    // A provider that failed before is left alone for a while.
    await until(`the fault was met (${name})`, async () => {
      if (proxy.calls() === 0) await readRecoveries(payments, 1);
      return proxy.calls() > 0;
    });
    assert.equal(server.exitCode, null, `${name}: the server ended: ${log}`);
    // The collector may take its time; what is kept does not go.
    await until(`the heap is as before (${name})`, async () => (await heapUsed()) < least + 60);
  }
  assert.ok(longestLine < 20_000, `the longest log line has ${longestLine} characters`);

  await proxy.use();
  await until("recoveries are answered again", async () => {
    const response = await fetch(`${apiUrl}/v1/checkout/${payments[0]}/recoveries`);
    return response.ok && ((await response.json()) as Json).unreadChains.length === 0;
  });
});
