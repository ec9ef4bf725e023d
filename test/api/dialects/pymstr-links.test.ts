import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { issueApiKey } from "../../../src/access/api-keys.ts";
import { markSettled } from "../../../src/payments/settlement.ts";
import { prefixedId, uuidOf } from "../../../src/schemas/index.ts";
import { startTestServer, type TestServer } from "../../support/test-server.ts";
import { assertLikeExample, wholeSeconds } from "./examples.ts";

let now = new Date("2025-11-03T14:22:00.000Z");
let server: TestServer;
before(async () => {
  server = await startTestServer({ clock: () => now });
});
after(() => server[Symbol.asyncDispose]());

// What the text of the API prints, to the letter.
const exampleRequest = `{
"price": 99.99,
"currency": "USDC",
"chain": "Polygon",
"description": "Premium Subscription - Annual",
"metadata": {
"userId": "user_123",
"planId": "premium_annual"
}
}`;
const exampleAnswer = JSON.parse(`{
"linkId": "PL_xK9mP2nQ4r",
"url": "https://pymstr-staging.figma.site/#/pay/PL_xK9mP2nQ4r",
"status": "active",
"price": 99.99,
"currency": "USDC",
"chain": "Polygon",
"description": "Premium Subscription - Annual",
"metadata": {
"userId": "user_123",
"planId": "premium_annual"
},
"createdAt": "2025-11-03T14:22:00Z",
"expiresAt": "2025-11-10T14:22:00Z"
}`);
const exampleActive = JSON.parse(`{
"linkId": "PL_xK9mP2nQ4r",
"url": "https://pymstr-staging.figma.site/#/pay/PL_xK9mP2nQ4r",
"status": "active",
"price": 99.99,
"currency": "USDC",
"chain": "Polygon",
"createdAt": "2025-11-03T14:22:00Z",
"expiresAt": "2025-11-10T14:22:00Z"
}`);
const exampleCompleted = JSON.parse(`{
"linkId": "PL_xK9mP2nQ4r",
"url": "https://pymstr-staging.figma.site/#/pay/PL_xK9mP2nQ4r",
"status": "completed",
"price": 99.99,
"currency": "USDC",
"chain": "Polygon",
"txHash": "0x1234567890abcdef...",
"completedAt": "2025-11-03T14:30:15Z",
"createdAt": "2025-11-03T14:22:00Z"
}`);
const differs = { linkId: /^PL_[0-9a-z]{26}$/, url: /^https:\/\/pay\.example\/\w+\/[0-9a-f-]{36}$/ };
const path = "/v1/payment-links";
const bare = { price: 99.99, currency: "USDC", chain: "Polygon" };

/** Paid at 14:30:15, as the text has it. */
async function settle(linkId: string, transactionHash: `0x${string}`): Promise<void> {
  const id = uuidOf("PL", linkId) ?? "";
  const choice = { chainId: 137, token: "USDC" };
  const { body: quote } = await server.call("POST", `/v1/checkout/${id}/quotes`, choice, {});
  await server.database.transaction().execute(async (transaction) => {
    const payment = { id, status: "ACTIVE" } as const;
    const paidAt = new Date("2025-11-03T14:30:15.400Z");
    const settlement = { quoteId: quote.id, transactionHash, blockNumber: 1n, receivedAmount: 99_990_000n, paidAt };
    await markSettled(server.context, transaction, payment, settlement);
  });
  await server.database.updateTable("payments").set({ status: "SUCCESSFUL" }).where("id", "=", id).execute();
}

test("payment-links: the text's own requests are answered as it prints", async () => {
  const created = await server.call("POST", path, exampleRequest);
  assert.equal(created.status, 201);
  assertLikeExample(created.body, exampleAnswer, differs);

  const { body: link } = await server.call("POST", path, bare);
  const active = await server.call("GET", `${path}/${link.linkId}`);
  assertLikeExample(active.body, exampleActive, differs);

  const txHash = `0x${"1234567890abcdef".repeat(4)}` as const;
  await settle(link.linkId, txHash);
  const completed = await server.call("GET", `${path}/${link.linkId}`);
  assertLikeExample(completed.body, exampleCompleted, { ...differs, txHash: /^0x[0-9a-f]{64}$/ });
  assert.equal(completed.body.txHash, txHash);

  const list = await server.call("GET", `${path}?status=completed&limit=20`);
  assert.deepEqual(list.body, { data: [completed.body], limit: 20, offset: 0, total: 1, hasMore: false });
});

test("payment-links: the price is what its payer pays, in the one token, on the one chain", async () => {
  const { body: link } = await server.call("POST", path, bare);
  const { body: checkout } = await server.call("GET", `/v1/checkout/${uuidOf("PL", link.linkId)}`, undefined, {});
  assert.deepEqual([checkout.amount, checkout.currency], ["99.99", "USDC"]);
  assert.deepEqual(
    checkout.options.map(({ chainId, token }: { chainId: number; token: string }) => [chainId, token]),
    [[137, "USDC"]],
  );
  const choice = { chainId: 137, token: "USDC" };
  const { body: quote } = await server.call("POST", `/v1/checkout/${checkout.id}/quotes`, choice, {});
  assert.deepEqual([quote.amountToken, quote.exchangeRate], ["99.990000", "1"]);
});

test("payment-links: a price keeps its digits, which no float has touched", async () => {
  for (const [price, written] of [
    ["0.1", "0.1"],
    ["123456789012.654321", "123456789012.654321"],
    ["5", "5"],
    ["99.90", "99.9"],
    ['"12.5"', "12.5"],
  ]) {
    const response = await fetch(new URL(path, server.url), {
      method: "POST",
      headers: { authorization: `Bearer ${server.apiKey}`, "content-type": "application/json" },
      body: `{"price": ${price}, "currency": "USDC", "chain": "Base"}`,
    });
    const text = await response.text();
    assert.ok(text.includes(`"price":${written},`), `${price}: ${text}`);
  }
});

test("payment-links: an error is in the text's own shape and words", async () => {
  const { status, body } = await server.call("POST", path, { ...bare, currency: "DAI" });
  assert.equal(status, 400);
  assert.deepEqual(
    body,
    JSON.parse(`{
"error": {
"code": "invalid_request",
"message": "The 'currency' field must be one of: USDC, USDT, EURC",
"param": "currency"
}
}`),
  );
  for (const [changes, param] of [
    [{ price: 0 }, "price"],
    [{ price: -1 }, "price"],
    [{ price: "many" }, "price"],
    [{ price: 0.0000001 }, "price"],
    [{ price: undefined }, "price"],
    [{ chain: "Tron" }, "chain"],
    [{ chain: "Optimism" }, "chain"],
    [{ currency: "EURC" }, "currency"],
    [{ currency: "USDT", chain: "Base" }, "currency"],
    [{ metadata: { "": "x" } }, "metadata"],
  ] as const) {
    const refused = await server.call("POST", path, { ...bare, ...changes });
    const { code, message, param: at } = refused.body.error;
    assert.deepEqual(
      [refused.status, code, at],
      [400, "invalid_request", param],
      `${JSON.stringify(changes)} ${message}`,
    );
  }
  const unauthorized = await server.call("GET", path, undefined, {});
  assert.deepEqual([unauthorized.status, unauthorized.body.error.code], [401, "unauthorized"]);
  const missing = await server.call("GET", `${path}/PL_xK9mP2nQ4r`);
  assert.deepEqual([missing.status, missing.body.error.code], [404, "not_found"]);
  assert.equal("param" in missing.body.error, false);
});

test("payment-links: a field that every object has is named like any other", async () => {
  const { status, body } = await server.call("POST", path, '{"__proto__":{"a":1}}');
  assert.deepEqual([status, body.error.param], [400, "__proto__"]);
});

test("payment-links: a payment of another API is no single-use link", async () => {
  const { body: payment } = await server.call("POST", "/v1/payments", { amount: "1.00", currency: "USD" });

  assert.equal((await server.call("GET", `${path}/${prefixedId("PL", payment.id)}`)).status, 404);
});

test("payment-links: a list goes on at its offset, and has the states of the text", async () => {
  const { key } = await issueApiKey(server.context, { organizationId: server.organizationId, mode: "test" });
  const headers = { authorization: `Bearer ${key}` };
  await server.database.updateTable("payments").set({ sourceType: null }).execute();
  const ids: string[] = [];
  for (let index = 0; index < 3; index += 1) {
    now = new Date(now.getTime() + 1_000);
    ids.unshift((await server.call("POST", path, bare, headers)).body.linkId);
  }
  await server.call("DELETE", `/v1/payments/${uuidOf("PL", ids[0] ?? "")}`);
  const list = async (query: string) => {
    const { body } = await server.call("GET", `${path}${query}`, undefined, headers);
    return [body.data.map(({ linkId }: { linkId: string }) => linkId), body.total, body.hasMore];
  };
  assert.deepEqual(await list(""), [ids, 3, false]);
  assert.deepEqual(await list("?limit=1&offset=1"), [[ids[1]], 3, true]);
  assert.deepEqual(await list("?status=active"), [ids.slice(1), 2, false]);
  assert.deepEqual(await list("?status=expired"), [ids.slice(0, 1), 1, false]);
  assert.deepEqual(await list("?source=api"), [ids, 3, false]);
  assert.deepEqual(await list("?source=manual"), [[], 0, false]);
  assert.deepEqual(await list("?offset=9&unknown=1"), [[], 3, false]);
  const wrong = await server.call("GET", `${path}?limit=101`, undefined, headers);
  assert.deepEqual([wrong.status, wrong.body.error.param], [400, "limit"]);
  assert.match((await server.call("GET", `${path}/${ids[1]}`)).body.createdAt, wholeSeconds);
});
