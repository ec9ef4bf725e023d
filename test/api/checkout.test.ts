import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { ApiContext } from "../../src/api/context.ts";
import { canonicalContracts } from "../../src/protocol/index.ts";
import { settlementAddress, startTestServer, type TestServer } from "../support/test-server.ts";

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
    signedTransfers: false,
    transfer: true,
    estimatedFee: null,
  });
  const text = JSON.stringify(body);
  for (const hidden of ["margin", "internal-7", "pymstrFee", "merchantFee", "metadata", "178.20"])
    assert.equal(text.includes(hidden), false);
  assert.equal((await server.call("GET", "/v1/checkout/x", undefined, {})).body.code, "PAYMENT_NOT_FOUND");
});

test("payerBalances: one entry for each option, null where a chain does not answer, for payments that can be paid", async () => {
  const { id } = await create();
  const ask = (account: string, payment = id) =>
    server.call("GET", `/v1/checkout/${payment}/balances?account=${account}`, undefined, {});
  const account = "0x1111111111111111111111111111111111111111";
  const { status, body } = await ask(account);
  assert.equal(status, 200);
  const { options } = (await server.call("GET", `/v1/checkout/${id}`, undefined, {})).body;
  assert.deepEqual(
    body.balances,
    options.map(({ chainId, token }: { chainId: number; token: string }) => ({ chainId, token, balance: null })),
  );
  assert.equal((await ask("0x12")).status, 400);
  assert.equal((await ask(account, "x")).body.code, "PAYMENT_NOT_FOUND");
  await server.call("DELETE", `/v1/payments/${id}`);
  assert.equal((await ask(account)).body.code, "PAYMENT_NOT_ACTIVE");
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

test("events tell the state now and after every change, and end with it", async () => {
  const payment = await create();
  const states: string[] = [];
  for await (const { status } of events(payment.id, AbortSignal.timeout(60_000))) {
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
  for await (const view of events(payment.id, AbortSignal.timeout(60_000))) seen.push(view.status);
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

test("a server that stops ends the streams that browsers hold", async () => {
  const stopping = await startTestServer();
  const { body } = await stopping.call("POST", "/v1/payments", { amount: "1.00", currency: "USD" });
  const response = await fetch(new URL(`/v1/checkout/${body.id}/events`, stopping.url));
  const reading = response.text();
  await stopping[Symbol.asyncDispose]();
  assert.match(await reading, /event: checkout/);
});

test("createQuote: a refundTo that money would be lost at is a 400 with its path", async () => {
  const { body: payment } = await server.call("POST", "/v1/payments", { amount: "25.00", currency: "USD" });
  const path = `/v1/checkout/${payment.id}/quotes`;
  const choice = { chainId: 8453, token: "USDC" };
  const { body: quote } = await server.call("POST", path, choice, {});
  const lost = [
    "0x0000000000000000000000000000000000000000",
    "0x0000000000000000000000000000000000000001",
    "0x4200000000000000000000000000000000000006",
    server.context.router,
    quote.depositAddress,
    canonicalContracts.permit2.address,
    canonicalContracts.multicall3.address,
    canonicalContracts.entryPoint.address,
    // USDC on Ethereum, whatever the quote's chain.
    "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48",
  ];
  for (const refundTo of lost) {
    const { status, body } = await server.call("POST", path, { ...choice, refundTo }, {});
    assert.deepEqual([status, body.errors?.[0]?.path], [400, ["refundTo"]], refundTo);
  }
  const mine = { ...choice, refundTo: "0x2222222222222222222222222222222222222222" };
  assert.equal((await server.call("POST", path, mine, {})).status, 201);
  const sellers = [{ address: quote.depositAddress, amount: "1.00" }];
  const sold = await server.call("POST", "/v1/payments", { amount: "25.00", currency: "USD", sellers });
  assert.deepEqual([sold.status, sold.body.errors[0].path], [400, ["sellers", 0, "address"]]);
});

test("createQuote: a recipient that the token's issuer has denied is a 409, such a refundTo a 400, and neither has an address", async () => {
  const denied = new Set<string>();
  const findDenied: ApiContext["findDenied"] = async (_chainId, token, addresses) =>
    token === "USDC" ? addresses.filter((address) => denied.has(address)) : [];
  await using own = await startTestServer({ engine: { findDenied } });
  const { body: payment } = await own.call("POST", "/v1/payments", { amount: "25.00", currency: "USD" });
  const ask = (choice: object) =>
    own.call("POST", `/v1/checkout/${payment.id}/quotes`, { chainId: 42161, ...choice }, {});
  const refundTo = "0x2222222222222222222222222222222222222222";
  denied.add(refundTo);
  const returned = await ask({ token: "USDC", refundTo });
  assert.deepEqual([returned.status, returned.body.errors[0].path], [400, ["refundTo"]]);
  denied.add(settlementAddress);
  const paid = await ask({ token: "USDC" });
  assert.deepEqual([paid.status, paid.body.code, paid.body.address], [409, "RECIPIENT_DENIED", settlementAddress]);
  assert.equal((await ask({ token: "USDT" })).status, 201, "another token pays it");
});

test("createQuote: a server without a relayer shows no deposit address, and its options say so", async () => {
  await using own = await startTestServer({ engine: { settlesDeposits: false } });
  const { body: payment } = await own.call("POST", "/v1/payments", { amount: "25.00", currency: "USD" });
  const { body: quote } = await own.call(
    "POST",
    `/v1/checkout/${payment.id}/quotes`,
    { chainId: 8453, token: "USDC" },
    {},
  );
  assert.equal(quote.depositAddress, null);
  const { body: checkout } = await own.call("GET", `/v1/checkout/${payment.id}`, undefined, {});
  assert.ok(checkout.options.every(({ transfer }: { transfer: boolean }) => transfer === false));
});

test("createQuote: a transfer for a payment with sellers needs a refundTo, which is said with its path", async () => {
  const sellers = [{ address: "0x3333333333333333333333333333333333333333", amount: "5.00" }];
  const { body: payment } = await server.call("POST", "/v1/payments", { amount: "25.00", currency: "USD", sellers });
  const ask = (more: object) =>
    server.call("POST", `/v1/checkout/${payment.id}/quotes`, { chainId: 8453, token: "USDC", ...more }, {});
  const refused = await ask({ transfer: true });
  assert.deepEqual([refused.status, refused.body.errors[0].path], [400, ["refundTo"]]);
  const refundTo = "0x2222222222222222222222222222222222222222";
  assert.equal((await ask({ transfer: true, refundTo })).status, 201);
  assert.equal((await ask({})).status, 201, "a wallet pays all of them at once");
});
