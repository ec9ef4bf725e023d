import assert from "node:assert/strict";
import { test } from "node:test";
import { addressSubject, createRequestCounts } from "../../src/api/http/limits/index.ts";
import { openTestDatabase } from "../support/database.ts";
import { productionLimits as limits } from "../support/production-limits.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

// Somebody asks for more than the limits allow, by never being the same twice.

const now = new Date("2026-03-01T12:00:10Z");
const start = () => startTestServer({ clock: () => now, limits, trustedProxies: ["127.0.0.1"] });

/** How many of many requests at once were refused for being too many. */
async function refusals(count: number, request: (index: number) => Promise<{ status: number }>): Promise<number> {
  const answers = await Promise.all(Array.from({ length: count }, (_, index) => request(index)));
  return answers.filter(({ status }) => status === 429).length;
}

/** The same one after the other: of batches at once, each has been counted as a request before any is counted by its calls. */
async function refusalsInTurn(count: number, request: (index: number) => Promise<{ status: number }>): Promise<number> {
  let refused = 0;
  for (let index = 0; index < count; index += 1) refused += (await request(index)).status === 429 ? 1 : 0;
  return refused;
}

const from = (address: string, more: Record<string, string> = {}) => ({
  "x-forwarded-for": address,
  "x-forwarded-proto": "https",
  ...more,
});

test("limitRequests: a made-up key each time is counted by its address", async () => {
  await using server = await start();
  const refused = await refusals(300, (index) =>
    server.call("GET", "/v1/payments", undefined, from("192.0.2.1", { "x-api-key": `pk_live_${index}` })),
  );
  assert.equal(refused, 200);
  const honest = await server.call("GET", "/v1/payments", undefined, from("192.0.2.2"));
  assert.equal(honest.status, 401);
});

test("limitRequests: addresses of one /64 are one, and of another are another", async () => {
  await using server = await start();
  const of = (network: string) => (index: number) =>
    server.call("GET", "/v1/status", undefined, from(`2001:db8:0:${network}::${index.toString(16)}`));
  assert.equal(await refusals(150, of("1")), 50);
  assert.equal(await refusals(1, of("2")), 0);
  assert.deepEqual(addressSubject("::ffff:192.0.2.1"), addressSubject("192.0.2.1"));
});

test("limitRequests: a key's own limit holds whatever addresses it comes from", async () => {
  await using server = await start();
  const authorization = `Bearer ${server.apiKey}`;
  const refused = await refusals(130, (index) =>
    server.call("GET", "/v1/payments", undefined, from(`198.51.100.${index}`, { authorization })),
  );
  assert.equal(refused, 30);
});

async function newPaymasterPath(server: TestServer): Promise<string> {
  const { body: payment } = await server.call("POST", "/v1/payments", { amount: "25.00", currency: "USD" });
  const choice = { chainId: 8453, token: "USDC" };
  const { body: quote } = await server.call("POST", `/v1/checkout/${payment.id}/quotes`, choice, from("203.0.113.1"));
  return new URL(quote.paymasterUrl).pathname;
}

test("limitRequests: each call of a JSON-RPC batch counts, and nobody uses up what other payers of a payment may ask", async () => {
  await using server = await start();
  const path = await newPaymasterPath(server);
  const call = { jsonrpc: "2.0", id: 1, method: "pm_getPaymasterStubData", params: [] };
  const batch = Array.from({ length: 20 }, () => call);
  const ask = (address: string) => () => server.call("POST", path, batch, from(address));
  assert.equal(await refusalsInTurn(7, ask("192.0.2.1")), 2, "by the address, for this payment");
  assert.equal(await refusalsInTurn(5, ask("192.0.2.2")), 0, "another payer of the same payment");
  const other = await newPaymasterPath(server);
  const third = await newPaymasterPath(server);
  const both = [other, third];
  const fromOne = (index: number) => server.call("POST", both[index % 2] as string, batch, from("198.51.100.9"));
  assert.equal(await refusalsInTurn(8, fromOne), 3, "by the address");
});

test("createRequestCounts: subjects that are made up do not push out the count of one that asks for much", () => {
  const counts = createRequestCounts(() => now);
  const heavy = { kind: "address", id: "192.0.2.1" } as const;
  for (let request = 0; request < 100; request += 1) counts.add(heavy, 60, 1);
  for (let made = 0; made < 150_000; made += 1) counts.add({ kind: "address", id: `made up ${made}` }, 60, 1);
  assert.equal(counts.add(heavy, 60, 1).total, 101);
});

test("createRequestCounts: processes on one database count together", async () => {
  await using opened = await openTestDatabase();
  const [one, other] = [createRequestCounts(() => now), createRequestCounts(() => now)];
  const subject = { kind: "key", id: "a" } as const;
  one.add(subject, 60, 70);
  await one.share(opened.database);
  other.add(subject, 60, 40);
  await other.share(opened.database);
  assert.equal(other.add(subject, 60, 1).total, 111);
  assert.equal(one.add(subject, 60, 1).total, 71);
  await Promise.all([one.share(opened.database), other.share(opened.database)]);
  assert.equal(one.add(subject, 60, 0).total >= 111, true);
  const stored = await opened.database.selectFrom("requestCounts").selectAll().execute();
  assert.deepEqual([stored.length, stored[0]?.count, stored[0]?.subject.includes("a ")], [1, 112n, false]);
});

test("limits of a kind of routes count beside the limit of all, for keys, addresses and one organization's own", async () => {
  const plenty = { perMinute: 1_000, perHour: 10_000, perDay: 100_000 };
  await using server = await startTestServer({
    clock: () => now,
    limits: { ...plenty, groups: { reads: 6, writes: 3, quotes: 2 } },
  });
  const statuses = async (count: number, method: string, path: string, body?: object) => {
    const answers = [];
    for (let index = 0; index < count; index += 1) answers.push((await server.call(method, path, body)).status);
    return answers;
  };
  const payment = { amount: "1.00", currency: "USD" };
  assert.deepEqual(await statuses(4, "POST", "/v1/payments", payment), [201, 201, 201, 429]);
  // What was written is no reason to read less.
  assert.deepEqual(await statuses(7, "GET", "/v1/payments"), [200, 200, 200, 200, 200, 200, 429]);
  const refused = await server.call("GET", "/v1/payments");
  assert.equal(refused.headers.get("x-ratelimit-limit"), "6");
  const quotes = "/v1/checkout/0195940c-5c40-7b8a-9d51-3c1f5a2e7d10/quotes";
  assert.deepEqual(await statuses(3, "POST", quotes, { chainId: 1, token: "USDC" }), [404, 404, 429]);
});
