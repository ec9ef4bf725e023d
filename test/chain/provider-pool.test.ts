import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { after, before, beforeEach, test } from "node:test";
import { BaseError, numberToHex } from "viem";
import { ChainUnavailableError } from "../../src/chain/errors.ts";
import { createPayerClient } from "../../src/chain/providers/payer-client.ts";
import { createProviderPool, NoProviderError } from "../../src/chain/providers/provider-pool.ts";
import { createRequestBudget } from "../../src/chain/providers/request-budget.ts";
import { type Chain, chainByNetwork } from "../../src/protocol/index.ts";
import { hashOf } from "../support/payments-harness.ts";

const base = chainByNetwork("base") as Chain;
const start = new Date("2026-03-01T12:00:00Z");

/** An endpoint that answers what the pool asks, with a head as old, and a fork, as the test says. */
type Endpoint = {
  server: Server;
  url: string;
  behind: number;
  /** Calls other than the pool's probes. */
  asked: number;
  isDown: boolean;
  chainId: number;
  fork: string;
  refusal: {
    status: number;
    headers?: Record<string, string>;
    error: { code: number; message: string; data?: string };
  } | null;
  balance: bigint;
};

const usual = { behind: 0, asked: 0, isDown: false, chainId: base.id, fork: "", refusal: null };

let now = start;
const endpoints: Endpoint[] = [];

before(async () => {
  for (const balance of [100n, 200n, 300n]) {
    const endpoint: Endpoint = { ...usual, server: createServer(), url: "", balance };
    endpoint.server.on("request", async (request, response) => {
      const body = JSON.parse(await text(request));
      if (endpoint.isDown) return response.writeHead(503).end();
      const json = { "content-type": "application/json" };
      const { refusal } = endpoint;
      if (refusal) {
        const refused = ({ id }: { id: number }) => ({ jsonrpc: "2.0", id, error: refusal.error });
        response.writeHead(refusal.status, { ...json, ...refusal.headers });
        return response.end(JSON.stringify(Array.isArray(body) ? body.map(refused) : refused(body)));
      }
      const answer = ({ id, method, params }: { id: number; method: string; params: unknown[] }) => {
        const result = (value: unknown) => ({ jsonrpc: "2.0", id, result: value });
        if (method === "eth_chainId") return result(numberToHex(endpoint.chainId));
        if (method === "eth_getBlockByNumber") {
          const number = params[0] === "latest" ? 1_000n : BigInt(params[0] as string);
          const timestamp = numberToHex(Math.floor((now.getTime() - endpoint.behind) / 1000));
          return result({ number: numberToHex(number), hash: hashOf(`${endpoint.fork}${number}`), timestamp });
        }
        endpoint.asked += 1;
        return result(numberToHex(endpoint.balance));
      };
      response.writeHead(200, json);
      response.end(JSON.stringify(Array.isArray(body) ? body.map(answer) : answer(body)));
    });
    await new Promise<void>((resolve) => endpoint.server.listen(0, "127.0.0.1", resolve));
    endpoint.url = `http://127.0.0.1:${(endpoint.server.address() as AddressInfo).port}`;
    endpoints.push(endpoint);
  }
});
after(() => {
  for (const { server } of endpoints) {
    server.closeAllConnections();
    server.close();
  }
});
beforeEach(() => {
  now = start;
  for (const endpoint of endpoints) Object.assign(endpoint, usual);
});

/** A pool over the first `count` endpoints. The balance in the answer identifies the endpoint. */
function newPool(count = 2) {
  const urls = endpoints.slice(0, count).map(({ url }) => `${url}/secret-key`);
  const pool = createProviderPool(base, urls, () => now);
  const ask = () => pool.client.getBalance({ address: "0x1111111111111111111111111111111111111111" });
  const states = () => pool.health().map(({ state }) => state);
  return { ...pool, ask, states };
}

/** Until the endpoints are probed again. */
const later = (milliseconds = 10_000) => {
  now = new Date(now.getTime() + milliseconds);
};

test("createProviderPool: the first endpoint is asked while it is healthy", async () => {
  assert.equal(await newPool().ask(), 100n);
  assert.equal(endpoints[1]?.asked, 0);
});

test("createProviderPool: an endpoint far behind is not asked until it has caught up", async () => {
  const [first] = endpoints as [Endpoint, Endpoint];
  first.behind = 3_600_000;
  const { ask } = newPool();
  assert.equal(await ask(), 200n);
  assert.equal(first.asked, 0);
  first.behind = 0;
  later(5_000);
  assert.equal(await ask(), 200n);
  later(5_000);
  assert.equal(await ask(), 100n);
});

test("createProviderPool: an endpoint that lags behind the other is not asked", async () => {
  const [first] = endpoints as [Endpoint, Endpoint];
  first.behind = 29_000;
  assert.equal(await newPool().ask(), 100n);
  first.behind = 40_000;
  assert.equal(await newPool().ask(), 200n);
});

test("createProviderPool: an endpoint that goes down between two probes is skipped at once", async () => {
  const [first] = endpoints as [Endpoint, Endpoint];
  const { ask } = newPool();
  assert.equal(await ask(), 100n);
  first.isDown = true;
  assert.equal(await ask(), 200n);
});

test("createProviderPool: where none is healthy they are asked all the same, since the chain may stand still", async () => {
  for (const endpoint of endpoints) endpoint.behind = 3_600_000;
  assert.equal(await newPool().ask(), 100n);
});

test("createProviderPool: of three endpoints the one that disagrees is not trusted until it agrees again", async () => {
  const [first] = endpoints as [Endpoint];
  first.fork = "another fork";
  const { ask, states } = newPool(3);
  assert.equal(await ask(), 200n);
  assert.deepEqual(states(), ["contradicted", "healthy", "healthy"]);
  first.fork = "";
  assert.equal(await ask(), 200n);
  later();
  assert.equal(await ask(), 100n);
  assert.deepEqual(states(), ["healthy", "healthy", "healthy"]);
});

test("createProviderPool: of two endpoints that disagree neither is trusted, even after one of them is gone", async () => {
  const [first, second] = endpoints as [Endpoint, Endpoint];
  first.fork = "another fork";
  const { ask, trusted, states, health } = newPool(2);
  await assert.rejects(trusted, NoProviderError);
  await assert.rejects(trusted, /Base contradict each other: nothing is recorded until they agree/);
  await assert.rejects(ask, /contradict each other/);
  assert.deepEqual(states(), ["contradicted", "contradicted"]);
  assert.doesNotMatch(JSON.stringify(health().map(({ name }) => name)), /secret-key/);
  second.isDown = true;
  later();
  await assert.rejects(trusted, /contradict each other/);
  second.isDown = false;
  first.fork = "";
  later();
  assert.equal(await ask(), 100n);
  assert.deepEqual(states(), ["healthy", "healthy"]);
});

test("createProviderPool: two endpoints against two have no majority", async () => {
  const [first, second] = endpoints as [Endpoint, Endpoint];
  first.fork = "another fork";
  second.fork = "another fork";
  const urls = [...endpoints.map(({ url }) => url), (endpoints[2] as Endpoint).url];
  const pool = createProviderPool(base, urls, () => now);
  await assert.rejects(pool.trusted, NoProviderError);
  assert.equal(new Set(pool.health().map(({ name }) => name)).size, 4);
});

test("createProviderPool: endpoints with old heads are compared all the same", async () => {
  for (const endpoint of endpoints) endpoint.behind = 3_600_000;
  (endpoints[1] as Endpoint).fork = "another fork";
  await assert.rejects(newPool(2).trusted, /contradict each other/);
});

test("createProviderPool: an endpoint of another chain is never asked", async () => {
  (endpoints[0] as Endpoint).chainId = 1;
  const { ask, states } = newPool();
  assert.equal(await ask(), 200n);
  assert.deepEqual(states(), ["wrong-chain", "healthy"]);
});

const tooMany = { code: -32005, message: "Too many requests, please slow down." };
for (const [title, refusal, wait] of [
  ["by 429 with Retry-After", { status: 429, headers: { "retry-after": "7" }, error: tooMany }, 7_000],
  ["by 429 alone", { status: 429, error: { code: 429, message: "" } }, 1_000],
  ["by -32005 in an answer", { status: 200, error: tooMany }, 1_000],
] as const) {
  test(`createProviderPool: an endpoint that limits the rate ${title} is paused that long, and comes back`, async () => {
    const [first] = endpoints as [Endpoint];
    const { ask, states } = newPool();
    assert.equal(await ask(), 100n);
    first.refusal = refusal;
    assert.equal(await ask(), 200n);
    assert.deepEqual(states(), ["rate-limited", "healthy"]);
    first.refusal = null;
    first.asked = 0;
    later(wait - 1);
    assert.equal(await ask(), 200n);
    assert.equal(first.asked, 0);
    later(1);
    assert.equal(await ask(), 100n);
  });
}

test("createProviderPool: an endpoint that goes on limiting the rate is paused longer each time", async () => {
  const [first] = endpoints as [Endpoint];
  const { ask, health } = newPool(1);
  assert.equal(await ask(), 100n);
  first.refusal = { status: 200, error: tooMany };
  await assert.rejects(ask, /Too many requests|limit/i);
  later(1_000);
  await assert.rejects(ask, /Too many requests|limit/i);
  later(1_000);
  await assert.rejects(ask, /is rate limited for another 1 s/);
  assert.equal(health()[0]?.state, "rate-limited");
  first.refusal = null;
  later(1_000);
  assert.equal(await ask(), 100n);
});

for (const [title, error] of [
  [
    "a revert with the text of a rate limit",
    { code: 3, message: "execution reverted: too many requests", data: "0x08c379a0" },
  ],
  ["a revert in Geth's older form", { code: -32000, message: "execution reverted: rate limit exceeded" }],
  ["a limit code with revert data", { code: -32005, message: "execution reverted", data: "0x08c379a0" }],
  ["an error with the text of a rate limit", { code: -32000, message: "429 Too Many Requests per second" }],
] as const) {
  test(`createProviderPool: ${title} pauses no endpoint`, async () => {
    const [first] = endpoints as [Endpoint];
    const { ask, states } = newPool(1);
    assert.equal(await ask(), 100n);
    first.refusal = { status: 200, error };
    await assert.rejects(ask);
    assert.deepEqual(states(), ["healthy"]);
    first.refusal = null;
    assert.equal(await ask(), 100n);
  });
}

test("createPayerClient: a rate limit that payers provoke pauses the payers' transport alone", async () => {
  const [first] = endpoints as [Endpoint];
  const { ask, states } = newPool(1);
  const budget = createRequestBudget(() => now, 1);
  const payers = createPayerClient(base, [first.url], () => now, budget);
  const askForPayer = () => payers.getBalance({ address: "0x1111111111111111111111111111111111111111" });
  assert.equal(await askForPayer(), 100n);
  first.refusal = { status: 429, error: tooMany };
  await assert.rejects(askForPayer);
  first.refusal = null;
  await assert.rejects(askForPayer, /rate limited/);
  assert.deepEqual(states(), ["healthy"]);
  assert.equal(await ask(), 100n);
  await assert.rejects(askForPayer, isSpent, "the budget is spent");
  later(2_000);
  assert.equal(await askForPayer(), 100n);
});

const isSpent = (error: unknown) =>
  error instanceof BaseError && error.walk((cause) => cause instanceof ChainUnavailableError) !== null;
