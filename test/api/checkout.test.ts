import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server[Symbol.asyncDispose]());

const create = async (changes: object = {}) =>
  (await server.call("POST", "/v1/payments", { amount: "250.00", currency: "USD", ...changes })).body;

/** Reads server-sent events until the stream ends. */
async function* events(id: string, signal: AbortSignal) {
  const response = await fetch(new URL(`/v1/checkout/${id}/events`, server.url), { signal });
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  assert.ok(response.body);
  let text = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const parts = text.split("\n\n");
    text = parts.pop() ?? "";
    for (const part of parts) {
      const data = part.split("\n").find((line) => line.startsWith("data: "));
      if (data) yield JSON.parse(data.slice(6));
    }
  }
}

test("a payer sees what is to be paid, and nothing that is the merchant's alone", async () => {
  const payment = await create({ metadata: { secret: "margin" }, externalId: "internal-7", title: "Chair" });
  const { status, body } = await server.call("GET", `/v1/checkout/${payment.id}`, undefined, {});
  assert.equal(status, 200);
  assert.deepEqual([body.amount, body.title, body.merchantName, body.status], ["250.00", "Chair", "Test", "ACTIVE"]);
  assert.equal(body.options.length, 8);
  assert.deepEqual(body.options.at(-1), {
    chainId: 56,
    chainName: "BNB Smart Chain",
    token: "USDT",
    tokenAddress: "0x55d398326f99059fF775485246999027B3197955",
    decimals: 18,
    unavailableReason: "CHAIN_BEHIND",
    gasless: { signatures: false, operations: false },
    estimatedFee: null,
  });
  const text = JSON.stringify(body);
  for (const hidden of ["margin", "internal-7", "pymstrFee", "merchantFee", "metadata", "178.20"])
    assert.equal(text.includes(hidden), false);
  assert.equal((await server.call("GET", "/v1/checkout/x", undefined, {})).body.code, "PAYMENT_NOT_FOUND");
});

test("createQuote: at a rate that no router could pay it is a 400, and never an error of ours", async () => {
  await using absurd = await startTestServer({
    rates: {
      tokenPerUnit: async () => "1000000000",
      isFixed: () => false,
      isKnown: () => true,
      dollarsPer: () => null,
    },
  });
  const { body } = await absurd.call("POST", "/v1/payments", { amount: "999999999999.99", currency: "NGN" });
  const quote = await absurd.call("POST", `/v1/checkout/${body.id}/quotes`, { chainId: 56, token: "USDT" }, {});
  assert.equal(quote.status, 400);
  assert.deepEqual(quote.body.errors[0].path, ["token"]);
});

test("events tell the state now and after every change, and end with it", { timeout: 20_000 }, async () => {
  const payment = await create();
  const states: string[] = [];
  for await (const { status } of events(payment.id, AbortSignal.timeout(15_000))) {
    if (states.at(-1) !== status) states.push(status);
    if (states.length === 1) await server.call("DELETE", `/v1/payments/${payment.id}`);
  }
  assert.deepEqual(states, ["ACTIVE", "CANCELLED"]);
});

test("a browser that goes away is forgotten, and one that comes to a finished payment is told at once", async () => {
  const payment = await create();
  const leaving = new AbortController();
  for await (const _ of events(payment.id, leaving.signal)) break;
  leaving.abort();
  await server.call("DELETE", `/v1/payments/${payment.id}`);
  const seen = [];
  for await (const view of events(payment.id, AbortSignal.timeout(5_000))) seen.push(view.status);
  assert.deepEqual(seen, ["CANCELLED"]);
});

test("an authorization for an unknown quote, or one that makes no sense, is refused in the common shape", async () => {
  const payment = await create();
  const path = `/v1/checkout/${payment.id}/authorizations`;
  const body = {
    type: "eip3009",
    quoteId: "00000000-0000-7000-8000-000000000000",
    payer: "0x9999999999999999999999999999999999999999",
    signature: "0x00",
    validAfter: "0",
    validBefore: "1",
  };
  assert.equal((await server.call("POST", path, body, {})).body.code, "QUOTE_NOT_FOUND");
  const malformed = await server.call("POST", path, { ...body, payer: "0x1", validAfter: "-1" }, {});
  assert.equal(malformed.status, 400);
  assert.deepEqual(malformed.body.errors.map(({ path }: { path: string[] }) => path[0]).toSorted(), [
    "payer",
    "validAfter",
  ]);
});

test("a server that stops ends the streams that browsers hold", { timeout: 20_000 }, async () => {
  const stopping = await startTestServer();
  const { body } = await stopping.call("POST", "/v1/payments", { amount: "1.00", currency: "USD" });
  const response = await fetch(new URL(`/v1/checkout/${body.id}/events`, stopping.url));
  const reading = response.text();
  await stopping[Symbol.asyncDispose]();
  assert.match(await reading, /event: checkout/);
});
