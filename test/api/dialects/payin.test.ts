import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { issueApiKey } from "../../../src/access/api-keys.ts";
import { chainById } from "../../../src/protocol/index.ts";
import { createMarketRates } from "../../../src/rates/market-rates.ts";
import { uuidOf } from "../../../src/schemas/index.ts";
import { newMerchant } from "../../support/merchant.ts";
import { startTestServer, type TestServer } from "../../support/test-server.ts";
import { assertLikeExample, wholeSeconds } from "./examples.ts";

let now = new Date("2025-01-20T10:30:00.000Z");
let server: TestServer;
const servedChains = [11155111, 80002].flatMap((id) => {
  const chain = chainById(id);
  return chain ? [{ ...chain, mode: "test" as const }] : [];
});
before(async () => {
  // As a server has them: no rate of a token for itself moves.
  const rates = createMarketRates({ sources: [], clock: () => now, log: { warn() {} } });
  server = await startTestServer({ clock: () => now, chains: servedChains, rates });
});
after(() => server[Symbol.asyncDispose]());

// What the text of the API prints, to the letter.
const exampleRequest = `{
"orderReference": "ORDER-2025-001",
"amount": "100.00",
"currency": "USDT",
"chainId": "ethereum-sepolia"
}`;
const exampleAnswer = JSON.parse(`{
"orderId": "ord_abc123def456",
"orderReference": "ORDER-2025-001",
"amount": "100.00",
"currency": "USDT",
"chainId": "ethereum-sepolia",
"address": "0x742d35Cc6634C0532925a3b844Bc9e7595f0bEb0",
"status": "pending",
"createdAt": "2025-01-20T10:30:00Z",
"expiresAt": "2025-01-20T10:40:00Z"
}`);
const orders = "/api/v1/orders";
const links = "/api/v1/payment-links";

/** A merchant of the test's own, by the header that this API uses. */
async function newCaller() {
  const { id: organizationId } = await newMerchant(server.context);
  const { key } = await issueApiKey(server.context, { organizationId, mode: "test" });
  return { "x-api-key": key };
}

test("orders: the text's own requests are answered as it prints", async () => {
  const headers = await newCaller();
  const keyed = { ...headers, "idempotency-key": "order-2025-001-retry-1" };
  const created = await server.call("POST", orders, exampleRequest, keyed);
  assert.equal(created.status, 201);
  // Fifteen minutes are the least that a payment lives here.
  const differs = { orderId: /^ord_[0-9a-z]{26}$/, address: /^0x[0-9a-fA-F]{40}$/, expiresAt: wholeSeconds };
  assertLikeExample(created.body, exampleAnswer, differs);
  assert.equal(created.body.expiresAt, "2025-01-20T10:45:00Z");
  assert.deepEqual((await server.call("POST", orders, exampleRequest, keyed)).body, created.body);
  assert.deepEqual(
    (await server.call("GET", `${orders}/${created.body.orderId}`, undefined, headers)).body,
    created.body,
  );

  const pagination = { page: 1, limit: 20, total: 1, totalPages: 1, hasMore: false };
  for (const query of ["?page=1&limit=20", "?status=pending&currency=USDT", "?sortBy=createdAt&sortOrder=desc"]) {
    const list = await server.call("GET", `${orders}${query}`, undefined, headers);
    assert.deepEqual(list.body, { data: [created.body], pagination }, query);
  }
  const testFlow = `{
"orderReference": "TEST-001",
"amount": "10.00",
"currency": "USDT",
"chainId": "ethereum-sepolia"
}`;
  assert.equal((await server.call("POST", orders, testFlow, headers)).status, 201);
});

test("orders: the address is the deposit address of the order's one quote, and stays", async () => {
  const headers = await newCaller();
  const { body: order } = await server.call("POST", orders, exampleRequest, headers);
  const id = uuidOf("ord", order.orderId);
  const choice = { chainId: 11155111, token: "USDT" };
  const { body: quote } = await server.call("POST", `/v1/checkout/${id}/quotes`, choice, {});
  assert.equal(quote.depositAddress, order.address);
  assert.equal(quote.amountToken, "100.000000");
  const refundTo = "0x4444444444444444444444444444444444444444";
  // Quotes of one millisecond have no order.
  now = new Date(now.getTime() + 1_000);
  await server.call("POST", `/v1/checkout/${id}/quotes`, { ...choice, refundTo }, {});
  assert.equal(
    (await server.call("GET", `${orders}/${order.orderId}`, undefined, headers)).body.address,
    order.address,
  );
});

test("orders: amounts have up to six decimals, and chains any of their names", async () => {
  const headers = await newCaller();
  for (const [amount, written] of [
    ["0.000001", "0.000001"],
    ["100", "100.00"],
    ["12.5", "12.50"],
  ]) {
    const ask = { orderReference: `A-${amount}`, amount, currency: "USDC", chainId: "eip155:11155111" };
    const { body } = await server.call("POST", orders, ask, headers);
    assert.deepEqual([body.amount, body.chainId], [written, "ethereum-sepolia"], JSON.stringify(body));
  }
  for (const chainId of [80002, "80002", "polygon-amoy", "Polygon Amoy"]) {
    const ask = { orderReference: `C-${typeof chainId}-${chainId}`, amount: "1", currency: "USDC", chainId };
    assert.equal((await server.call("POST", orders, ask, headers)).body.chainId, "polygon-amoy");
  }
});

test("orders: errors have the text's shape and codes", async () => {
  const headers = await newCaller();
  const ask = JSON.parse(exampleRequest);
  const { body } = await server.call("POST", orders, { ...ask, amount: "-1" }, headers);
  const { details, ...printed } = body;
  assert.deepEqual(
    printed,
    JSON.parse(`{
"error": "Invalid amount",
"message": "Amount must be a positive number",
"code": "INVALID_AMOUNT",
"statusCode": 400
}`),
  );
  assert.deepEqual(details[0].path, ["amount"]);
  for (const [changes, status, code] of [
    [{ amount: "0" }, 400, "INVALID_AMOUNT"],
    [{ amount: "1.0000001" }, 400, "INVALID_AMOUNT"],
    [{ amount: undefined }, 400, "INVALID_AMOUNT"],
    [{ chainId: "tron-nile" }, 400, "INVALID_CHAIN"],
    [{ chainId: "base" }, 400, "INVALID_CHAIN"],
    [{ currency: "DAI" }, 400, "INVALID_CURRENCY"],
    [{ currency: "EURC" }, 400, "INVALID_CURRENCY"],
    [{ orderReference: "" }, 400, "VALIDATION_FAILED"],
    // The name of what every object has.
    [JSON.parse('{"__proto__":1}'), 400, "VALIDATION_FAILED"],
  ] as const) {
    const answer = await server.call("POST", orders, { ...ask, ...changes }, headers);
    assert.deepEqual([answer.status, answer.body.code], [status, code], JSON.stringify(changes));
    assert.equal(answer.body.statusCode, status);
  }
  const { body: order } = await server.call("POST", orders, ask, headers);
  const again = await server.call("POST", orders, ask, headers);
  assert.deepEqual([again.status, again.body.code], [409, "DUPLICATE_ORDER_REFERENCE"]);
  assert.equal(again.body.details.paymentId, uuidOf("ord", order.orderId));
  const unknown = await server.call("GET", `${orders}/ord_xxx`, undefined, headers);
  assert.deepEqual(
    [unknown.status, unknown.body.code, unknown.body.error],
    [404, "RESOURCE_NOT_FOUND", "Resource not found"],
  );
  const nobody = await server.call("GET", orders, undefined, {});
  assert.deepEqual([nobody.status, nobody.body.code], [401, "INVALID_API_KEY"]);
  const { key } = await issueApiKey(
    server.context,
    { organizationId: server.organizationId, mode: "test" },
    { scopes: ["links:read"] },
  );
  const barred = await server.call("GET", orders, undefined, { "x-api-key": key });
  assert.deepEqual([barred.status, barred.body.code], [403, "INSUFFICIENT_PERMISSIONS"]);
});

test("orders: too many requests are answered as the text prints", async () => {
  await using limited = await startTestServer({ clock: () => now, limits: { perMinute: 1 } });
  await limited.call("GET", orders);
  const { status, body, headers } = await limited.call("GET", orders);
  assert.equal(status, 429);
  const seconds = Number(headers.get("retry-after"));
  assert.deepEqual(body, {
    error: "Rate limit exceeded",
    code: "RATE_LIMIT_EXCEEDED",
    message: `Too many requests. Please try again in ${seconds} seconds.`,
    statusCode: 429,
    retryAfter: seconds,
  });
});

test("orders: a server that settles no deposits has no addresses, and makes no order", async () => {
  await using bare = await startTestServer({
    clock: () => now,
    chains: servedChains,
    engine: { settlesDeposits: false },
  });
  const { status, body } = await bare.call("POST", orders, exampleRequest);
  assert.deepEqual([status, body.code], [503, "NO_AVAILABLE_ADDRESSES"]);
  assert.deepEqual(await bare.database.selectFrom("payments").select("id").execute(), []);
});

test("orders: one whose recipient the token's issuer has denied is refused, and its reference is free again", async () => {
  let denied: `0x${string}`[] = ["0x1111111111111111111111111111111111111111"];
  const engine = { findDenied: async () => denied };
  await using strict = await startTestServer({ clock: () => now, chains: servedChains, engine });
  const refused = await strict.call("POST", orders, exampleRequest);
  assert.deepEqual([refused.status, refused.body.code], [409, "RECIPIENT_DENIED"]);
  assert.deepEqual((await strict.call("GET", orders)).body.data, []);
  denied = [];
  assert.equal((await strict.call("POST", orders, exampleRequest)).status, 201);
});

test("orders: lists are filtered, sorted and paged", async () => {
  const headers = await newCaller();
  const made: string[] = [];
  for (const [amount, chainId, currency] of [
    ["3", "ethereum-sepolia", "USDT"],
    ["1", "polygon-amoy", "USDC"],
    ["2", "ethereum-sepolia", "USDC"],
  ]) {
    now = new Date(now.getTime() + 1_000);
    const ask = { orderReference: `L-${amount}`, amount, currency, chainId };
    made.push((await server.call("POST", orders, ask, headers)).body.orderReference);
  }
  const list = async (query: string) => {
    const { body } = await server.call("GET", `${orders}${query}`, undefined, headers);
    return body.data.map(({ orderReference }: { orderReference: string }) => orderReference);
  };
  assert.deepEqual(await list(""), made.toReversed());
  assert.deepEqual(await list("?sortOrder=asc"), made);
  assert.deepEqual(await list("?sortBy=amount&sortOrder=asc"), ["L-1", "L-2", "L-3"]);
  assert.deepEqual(await list("?chainId=ethereum-sepolia"), ["L-2", "L-3"]);
  assert.deepEqual(await list("?chainId=11155111&currency=USDC"), ["L-2"]);
  assert.deepEqual(await list("?orderReference=L-1&unknown=1"), ["L-1"]);
  assert.deepEqual(await list("?status=completed"), []);
  const { body } = await server.call("GET", `${orders}?page=2&limit=2`, undefined, headers);
  assert.deepEqual(body.pagination, { page: 2, limit: 2, total: 3, totalPages: 2, hasMore: false });
  assert.equal(body.data.length, 1);
  for (const query of ["?page=0", "?limit=101", "?sortBy=secret", "?sortOrder=up"]) {
    assert.equal((await server.call("GET", `${orders}${query}`, undefined, headers)).status, 400, query);
  }
  assert.equal((await server.call("GET", `${orders}?chainId=tron`, undefined, headers)).body.code, "INVALID_CHAIN");
});

test("payment-links of PayIn: made, listed, changed and deleted, and paid in their token", async () => {
  const headers = await newCaller();
  const ask = {
    title: "Donation",
    amount: "5",
    currency: "USDT",
    chainId: "ethereum-sepolia",
    redirectUrl: "https://shop.example/",
  };
  const { status, body: link } = await server.call("POST", links, ask, headers);
  assert.equal(status, 201);
  const { linkId, url, createdAt, updatedAt, ...rest } = link;
  assert.match(linkId, /^pl_[0-9a-z]{26}$/);
  assert.match(url, /^https:\/\/pay\.example\/l\/donation-[a-z0-9]{6}$/);
  assert.match(createdAt, wholeSeconds);
  assert.equal(updatedAt, createdAt);
  assert.deepEqual(rest, {
    title: "Donation",
    description: null,
    amount: "5.00",
    currency: "USDT",
    chainId: "ethereum-sepolia",
    redirectUrl: "https://shop.example/",
    status: "active",
  });
  const { body: native } = await server.call("GET", `/v1/links/${linkId}`, undefined, headers);
  assert.deepEqual([native.acceptedChains, native.acceptedTokens, native.currency], [[11155111], ["USDT"], "USDT"]);
  const list = await server.call("GET", links, undefined, headers);
  assert.deepEqual(list.body.data, [link]);
  assert.deepEqual(list.body.pagination, { page: 1, limit: 20, total: 1, totalPages: 1, hasMore: false });
  const change = { amount: "7.5", chainId: null, status: "inactive", redirectUrl: null };
  const { body: changed } = await server.call("PUT", `${links}/${linkId}`, change, headers);
  assert.deepEqual(changed, { ...link, ...change, amount: "7.50", updatedAt: changed.updatedAt });
  assert.deepEqual((await server.call("GET", `${links}?status=active`, undefined, headers)).body.data, []);
  const deleted = await server.call("DELETE", `${links}/${linkId}`, undefined, headers);
  assert.deepEqual(deleted.body, { linkId, deleted: true });
  const gone = await server.call("GET", `${links}/${linkId}`, undefined, headers);
  assert.deepEqual([gone.status, gone.body.code], [404, "RESOURCE_NOT_FOUND"]);
  const wrong = await server.call("POST", links, { ...ask, currency: "EUR" }, headers);
  assert.deepEqual([wrong.status, wrong.body.code], [400, "INVALID_CURRENCY"]);
});
