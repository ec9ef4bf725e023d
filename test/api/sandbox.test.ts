import assert from "node:assert/strict";
import { test } from "node:test";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { readConfiguration } from "../../src/configuration/index.ts";
import { createMovableClock } from "../../src/sandbox/tools/clock.ts";
import { newPerson, signIn } from "../support/person.ts";
import { toolsWithoutChains } from "../support/sandbox-tools.ts";
import { startTestServer } from "../support/test-server.ts";

const paths = ["/v1/sandbox/payments/{id}/simulations", "/v1/sandbox/reorganizations", "/v1/sandbox/clock"];

async function startSandboxServer() {
  const clock = createMovableClock();
  const server = await startTestServer({ clock: clock.now, sandboxTools: toolsWithoutChains(clock) });
  return { server, clock };
}

test("sandbox: a server in production has none of the tools: no route, no page of the document, nothing in the account", async () => {
  const environment = {
    ROUTER_ADDRESS: "0x707D40e0Cd65eC6Ab4d136875226C55Ca09223b7",
    GAS_SPONSOR_ADDRESS: "0xF8558Da1574C17F48d4E4a494BE923f7D9aDc53f",
    GAS_SPONSOR_SIGNER_KEY: `0x${"11".repeat(32)}`,
    BASE_RPC_URL: "http://127.0.0.1:1",
    BASE_BUNDLER_URL: "http://127.0.0.1:3",
    BASE_START_BLOCK: "123",
  };
  assert.equal(readConfiguration(environment, "all").sandboxTools, null);
  await using server = await startTestServer();
  const { body: document } = await server.call("GET", "/v1/openapi.json");
  assert.deepEqual(
    Object.keys(document.paths).filter((path) => path.includes("sandbox")),
    [],
  );
  for (const path of paths) {
    for (const method of ["GET", "POST"]) {
      const response = await fetch(new URL(path.replace("{id}", "x"), server.url), {
        method,
        headers: { authorization: `Bearer ${server.apiKey}` },
      });
      assert.deepEqual([response.status, (await response.json()).code], [404, "NOT_FOUND"], `${method} ${path}`);
    }
  }
  const { id } = await newPerson(server.context, { organizationId: server.organizationId });
  const { headers } = await signIn(server.context, id);
  assert.equal((await server.call("GET", "/v1/account", undefined, headers)).body.hasSandboxTools, false);
});

test("sandbox: where the tools are, they are in the document and for test mode alone", async () => {
  const { server } = await startSandboxServer();
  await using _ = server;
  const { body: document } = await server.call("GET", "/v1/openapi.json");
  assert.deepEqual(
    Object.keys(document.paths).filter((path) => path.startsWith("/v1/sandbox")),
    paths,
  );
  const { key } = await issueApiKey(server.context, { organizationId: server.organizationId, mode: "live" });
  const live = { authorization: `Bearer ${key}` };
  for (const [method, path, body] of [
    ["GET", "/v1/sandbox/clock"],
    ["POST", "/v1/sandbox/clock", { seconds: 60 }],
    ["POST", "/v1/sandbox/reorganizations", { chainId: 8453, blocks: 1 }],
  ] as const) {
    const answer = await server.call(method, path, body, live);
    assert.deepEqual([answer.status, answer.body.code], [403, "TEST_KEY_REQUIRED"], `${method} ${path}`);
  }
});

test("sandbox: the clock goes forwards, a month at once and 800 days in all; who is signed in stays so, and it is written down", async () => {
  const { server, clock } = await startSandboxServer();
  await using _ = server;
  const { id } = await newPerson(server.context, { organizationId: server.organizationId });
  const { headers } = await signIn(server.context, id);
  const move = (seconds: number) => server.call("POST", "/v1/sandbox/clock", { seconds }, headers);
  for (const seconds of [0, -1, 1.5, 31 * 86_400 + 1]) assert.equal((await move(seconds)).status, 400, `${seconds}`);
  assert.equal(clock.offset(), 0);
  const { status, body } = await move(31 * 86_400);
  assert.deepEqual([status, body.offsetSeconds], [200, 31 * 86_400]);
  assert.ok(Math.abs(Date.parse(body.now) - Date.now() - 31 * 86_400_000) < 60_000);
  for (let month = 1; month < 25; month += 1) assert.equal((await move(31 * 86_400)).status, 200, `month ${month}`);
  const beyond = await move(31 * 86_400);
  assert.deepEqual([beyond.status, beyond.body.code], [409, "SIMULATION_REFUSED"]);
  assert.equal(
    (await server.call("GET", "/v1/sandbox/clock", undefined, headers)).body.offsetSeconds,
    25 * 31 * 86_400,
  );
  const { data } = (await server.call("GET", "/v1/audit-log?limit=100", undefined, headers)).body;
  const moves = data.filter(({ action }: { action: string }) => action === "sandbox.clock_moved");
  assert.equal(moves.length, 25);
  assert.deepEqual(moves[0].after, { seconds: 31 * 86_400 });
});

test("sandbox: what cannot happen to a payment is refused with the reason, and what was tried is written down", async () => {
  const { server } = await startSandboxServer();
  await using _ = server;
  const { body: payment } = await server.call("POST", "/v1/payments", { amount: "5.00", currency: "USD" });
  const simulate = (action: string, choice: object = {}) =>
    server.call("POST", `/v1/sandbox/payments/${payment.id}/simulations`, { action, ...choice });
  const unpaid = await simulate("REORGANIZE");
  assert.deepEqual([unpaid.status, unpaid.body.code], [409, "SIMULATION_REFUSED"]);
  assert.equal((await simulate("PAY", { chainId: 5 })).status, 400);
  assert.equal((await simulate("PAY", { token: "EURC" })).status, 400);
  assert.equal((await simulate("STEAL")).status, 400);
  const underpaid = await simulate("UNDERPAY", { chainId: 8453 });
  assert.deepEqual([underpaid.status, underpaid.body.amount, underpaid.body.token], [201, "2.500000", "USDC"]);
  await server.call("DELETE", `/v1/payments/${payment.id}`);
  assert.equal((await simulate("PAY")).body.code, "PAYMENT_NOT_ACTIVE");
  assert.equal((await simulate("EXPIRE")).body.code, "PAYMENT_NOT_ACTIVE");
  assert.equal((await simulate("LATE")).status, 201);
  const { body: unknown } = await server.call("POST", "/v1/payments", { amount: "5.00", currency: "USD" });
  await server.call("DELETE", `/v1/payments/${unknown.id}`);
  const nobody = await server.call("POST", `/v1/sandbox/payments/${unknown.id}/simulations`, { action: "LATE" });
  assert.deepEqual([nobody.status, nobody.body.code], [409, "SIMULATION_REFUSED"]);
  const chain = await server.call("POST", "/v1/sandbox/reorganizations", { chainId: 5, blocks: 1 });
  assert.deepEqual([chain.status, chain.body.code], [404, "CHAIN_NOT_FOUND"]);
  assert.equal((await server.call("POST", "/v1/sandbox/reorganizations", { chainId: 8453, blocks: 13 })).status, 400);
  const { data } = (await server.call("GET", "/v1/audit-log?limit=100")).body;
  const tried = data.filter(({ action }: { action: string }) => action === "sandbox.simulated");
  assert.ok(
    tried.some(({ after }: { after: object }) => JSON.stringify(after) === '{"action":"UNDERPAY","chainId":8453}'),
  );
});

test("sandbox: four simulations at once, and a fifth is told to wait", async () => {
  const waiting = Promise.withResolvers<void>();
  const tools = { ...toolsWithoutChains(), reorganize: () => waiting.promise };
  await using server = await startTestServer({ sandboxTools: tools });
  const reorganize = () => server.call("POST", "/v1/sandbox/reorganizations", { chainId: 8453, blocks: 1 });
  const asked = Array.from({ length: 5 }, reorganize);
  const first = await Promise.race(asked);
  assert.deepEqual([first.status, first.body.code], [429, "SANDBOX_BUSY"]);
  waiting.resolve();
  assert.deepEqual((await Promise.all(asked)).map(({ status }) => status).toSorted(), [201, 201, 201, 201, 429]);
});
