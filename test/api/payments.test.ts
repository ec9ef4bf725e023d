import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { getAddress } from "viem";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { createOrganization } from "../../src/access/organizations.ts";
import { type Currency, currencies, currencyCodes, formatDecimal, parseDecimal } from "../../src/protocol/index.ts";
import { settlementAddress, startTestServer, type TestServer } from "../support/test-server.ts";

const sellers = [
  { address: "0x2222222222222222222222222222222222222222", amount: "60.00" },
  { address: "0x3333333333333333333333333333333333333333", amount: "10.00" },
];

let server: TestServer;
let now = new Date("2026-11-21T12:00:00.000Z");
before(async () => {
  server = await startTestServer({ clock: () => now });
});
after(() => server[Symbol.asyncDispose]());

const sellerAt = (index: number) => `0x${"2".repeat(39)}${index}`;

async function countPayments(): Promise<number> {
  const rows = await server.database.selectFrom("payments").select("id").execute();
  return rows.length;
}

test("250.00 = 180.00 + 60.00 + 10.00 is answered in full, every field there", async () => {
  const { status, body } = await server.call("POST", "/v1/payments", {
    amount: "250.00",
    currency: "USD",
    merchantAmount: "180.00",
    sellers,
    externalId: "order-1",
    metadata: { cart: "7" },
  });
  assert.equal(status, 201);
  const { id, ...rest } = body;
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  assert.deepEqual(rest, {
    status: "ACTIVE",
    amount: "250.00",
    currency: "USD",
    title: null,
    description: null,
    externalId: "order-1",
    metadata: { cart: "7" },
    paymentUrl: `https://pay.example/p/${id}`,
    acceptedChains: [1, 42161, 8453, 137, 56],
    acceptedTokens: ["USDC", "USDT"],
    pymstrFee: "2.50",
    merchantFee: "178.20",
    merchantNet: "178.20",
    merchantAmount: "180.00",
    sellers: [
      { address: sellers[0]?.address, amount: "59.40", grossAmount: "60.00" },
      { address: sellers[1]?.address, amount: "9.90", grossAmount: "10.00" },
    ],
    successUrl: null,
    cancelUrl: null,
    expiresAt: "2026-11-21T13:00:00.000Z",
    createdAt: "2026-11-21T12:00:00.000Z",
    source: null,
    chainId: null,
    token: null,
    exchangeRate: null,
    amountToken: null,
    txHash: null,
    paidAt: null,
    confirmations: null,
    finality: null,
    receivedAmount: null,
    failureReason: null,
    lateAmount: null,
    reversed: false,
    refundedAmount: null,
    attempts: [],
  });
  assert.deepEqual((await server.call("GET", `/v1/payments/${id}`)).body, body);
});

test("in each of the 14 currencies the printed figures sum to the amount, for any split", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<Currency>(...currencyCodes),
      fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 6 }),
      async (currency, [merchant = 1n, ...others]) => {
        const decimals = currencies[currency];
        const print = (amount: bigint) => formatDecimal(amount, decimals);
        const { status, body } = await server.call("POST", "/v1/payments", {
          currency,
          amount: print(others.reduce((sum, amount) => sum + amount, merchant)),
          merchantAmount: print(merchant),
          sellers: others.map((amount, index) => ({ address: sellerAt(index), amount: print(amount) })),
        });
        assert.equal(status, 201);
        const nets = [
          body.pymstrFee,
          body.merchantNet,
          ...body.sellers.map((seller: { amount: string }) => seller.amount),
        ];
        const sum = nets.reduce((total, amount) => total + parseDecimal(amount, decimals), 0n);
        assert.equal(print(sum), body.amount);
      },
    ),
    { numRuns: 150 },
  );
});

test("createPayment: zeros beyond the currency's decimals, and a clock that is five seconds off, are taken", async () => {
  for (const [amount, currency, printed] of [
    ["100.00", "JPY", "100"],
    ["12.500", "USD", "12.50"],
    ["999999999999.99", "USD", "999999999999.99"],
  ]) {
    const { status, body } = await server.call("POST", "/v1/payments", { amount, currency });
    assert.equal(status, 201);
    assert.equal(body.amount, printed);
  }
  for (const expiresAt of ["2026-11-21T12:14:55Z", "2026-12-21T12:00:05Z"]) {
    assert.equal((await server.call("POST", "/v1/payments", { ...minimal, expiresAt })).status, 201);
  }
});

test("merchantAmount left out is what the sellers leave", async () => {
  const { body } = await server.call("POST", "/v1/payments", { amount: "250.00", currency: "USD", sellers });
  assert.equal(body.merchantAmount, "180.00");
});

const minimal = { amount: "250.00", currency: "USD" };

/** What is wrong with the body, and the path that says so. */
const mistakes: { title: string; body: unknown; path: (string | number)[] }[] = [
  { title: "an unknown field", body: { ...minimal, ammount: "1" }, path: ["ammount"] },
  {
    title: "an unknown field of a seller",
    body: { ...minimal, sellers: [{ ...sellers[0], tip: "1" }] },
    path: ["sellers", 0, "tip"],
  },
  { title: "no amount", body: { currency: "USD" }, path: ["amount"] },
  { title: "an amount that is a number", body: { ...minimal, amount: 250 }, path: ["amount"] },
  { title: "an amount with too many decimals", body: { ...minimal, amount: "250.001" }, path: ["amount"] },
  { title: "decimals in JPY", body: { amount: "100.50", currency: "JPY" }, path: ["amount"] },
  { title: "an amount of zero", body: { ...minimal, amount: "0.00" }, path: ["amount"] },
  { title: "a currency we do not know", body: { ...minimal, currency: "XXX" }, path: ["currency"] },
  { title: "a wrong sum", body: { ...minimal, merchantAmount: "180.01", sellers }, path: ["amount"] },
  {
    title: "sellers that leave nothing",
    body: { amount: "70.00", currency: "USD", sellers },
    path: ["merchantAmount"],
  },
  {
    title: "six sellers",
    body: { ...minimal, sellers: Array.from({ length: 6 }, (_, index) => ({ address: sellerAt(index), amount: "1" })) },
    path: ["sellers"],
  },
  {
    title: "a seller's share of zero",
    body: { ...minimal, sellers: [{ ...sellers[0], amount: "0" }] },
    path: ["sellers", 0, "amount"],
  },
  {
    title: "a bad checksum",
    body: { ...minimal, sellers: [{ address: "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB49", amount: "1" }] },
    path: ["sellers", 0, "address"],
  },
  {
    title: "a token as a seller",
    body: { ...minimal, sellers: [{ address: "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48", amount: "1" }] },
    path: ["sellers", 0, "address"],
  },
  {
    title: "a seller twice, in other letters",
    body: {
      ...minimal,
      sellers: [
        { address: "0xabcdef0000000000000000000000000000000001", amount: "1" },
        { address: getAddress("0xabcdef0000000000000000000000000000000001"), amount: "2" },
      ],
    },
    path: ["sellers", 1, "address"],
  },
  {
    title: "the merchant's own address as a seller",
    body: { ...minimal, sellers: [{ address: settlementAddress, amount: "1" }] },
    path: ["sellers", 0, "address"],
  },
  { title: "an amount of thirteen digits", body: { ...minimal, amount: "1000000000000.00" }, path: ["amount"] },
  {
    title: "a seller's amount of thirteen digits",
    body: { ...minimal, sellers: [{ ...sellers[0], amount: "1000000000000" }] },
    path: ["sellers", 0, "amount"],
  },
  {
    title: "a merchantAmount of thirteen digits",
    body: { ...minimal, merchantAmount: "1000000000000", sellers },
    path: ["merchantAmount"],
  },
  { title: "a chain that is not offered", body: { ...minimal, acceptedChains: [10] }, path: ["acceptedChains"] },
  {
    title: "a chain and a token that do not go together",
    body: { ...minimal, acceptedChains: [56], acceptedTokens: ["USDC"] },
    path: ["acceptedTokens"],
  },
  {
    title: "a token that is not offered, beside one that is",
    body: { ...minimal, acceptedTokens: ["USDC", "EURC"] },
    path: ["acceptedTokens"],
  },
  { title: "a life that is too short", body: { ...minimal, expiresAt: "2026-11-21T12:14:54Z" }, path: ["expiresAt"] },
  { title: "a life that is too long", body: { ...minimal, expiresAt: "2026-12-21T12:00:06Z" }, path: ["expiresAt"] },
  {
    title: "51 metadata keys",
    body: { ...minimal, metadata: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, ""])) },
    path: ["metadata"],
  },
  {
    title: "a successUrl that is no web address",
    body: { ...minimal, successUrl: "javascript:alert(1)" },
    path: ["successUrl"],
  },
];

for (const { title, body: request, path } of mistakes) {
  test(`${title} is a 400 at its path, and nothing is written`, async () => {
    const before = await countPayments();
    const { status, body, headers } = await server.call("POST", "/v1/payments", request);
    assert.equal(status, 400);
    assert.equal(body.statusCode, 400);
    assert.equal(body.error, "Bad Request");
    assert.equal(body.code, "VALIDATION_FAILED");
    assert.equal(body.requestId, headers.get("x-request-id"));
    assert.deepEqual(
      body.errors.map((issue: { path: unknown }) => issue.path),
      [path],
    );
    assert.ok(body.errors[0].message.length > 10);
    assert.equal(await countPayments(), before);
  });
}

test("a body that is no JSON is a 400 in the same shape", async () => {
  const { status, body } = await server.call("POST", "/v1/payments", "{");
  assert.equal(status, 400);
  assert.deepEqual(Object.keys(body), ["statusCode", "message", "error", "code", "requestId", "docUrl", "errors"]);
});

test("a missing, malformed and unknown key are the same 401, and the body is not looked at", async () => {
  const answers = await Promise.all(
    [
      {},
      { authorization: "Basic x" },
      { authorization: "Bearer pk_test_unknown" },
      { "x-api-key": "pk_test_unknown" },
    ].map((headers) => server.call("POST", "/v1/payments", { nonsense: true }, headers as Record<string, string>)),
  );
  for (const { status, body } of answers) {
    assert.equal(status, 401);
    assert.deepEqual({ ...body, requestId: "" }, { ...answers[0]?.body, requestId: "" });
  }
});

test("an expired or revoked key is refused like an unknown one", async () => {
  const start = now;
  const before = await server.database.selectFrom("apiKeys").select("id").execute();
  const { key } = await issueApiKey(server.context, { organizationId: server.organizationId, mode: "test" });
  const others = before.map(({ id }) => id);
  const headers = { "x-api-key": key };
  assert.equal((await server.call("POST", "/v1/payments", minimal, headers)).status, 201);
  await server.database.updateTable("apiKeys").set({ expiresAt: now }).where("id", "not in", others).execute();
  // Behind the server's back: it hears of it within a second.
  now = new Date(now.getTime() + 1_000);
  assert.equal((await server.call("POST", "/v1/payments", minimal, headers)).status, 401);
  await server.database
    .updateTable("apiKeys")
    .set({ expiresAt: null, revokedAt: now })
    .where("id", "not in", others)
    .execute();
  now = new Date(now.getTime() + 1_000);
  assert.equal((await server.call("POST", "/v1/payments", minimal, headers)).status, 401);
  now = start;
});

test("another merchant's payment, an unknown id and no id at all are the same 404", async () => {
  const { body: mine } = await server.call("POST", "/v1/payments", minimal);
  const other = await createOrganization(server.context, {
    name: "Other",
    settlementAddress: "0x4444444444444444444444444444444444444444",
  });
  const headers = {
    authorization: `Bearer ${(await issueApiKey(server.context, { organizationId: other.id, mode: "test" })).key}`,
  };
  for (const id of [mine.id, "01a1fc8c-b874-779a-a3db-5a934fcc7dbe", "nonsense"]) {
    const { status, body } = await server.call("GET", `/v1/payments/${id}`, undefined, headers);
    assert.equal(status, 404);
    assert.equal(body.code, "PAYMENT_NOT_FOUND");
  }
});

test("100 creates at once with one externalId give one 201, and 409 in exactly the agreed shape for the rest", async () => {
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => server.call("POST", "/v1/payments", { ...minimal, externalId: "race" })),
  );
  const created = answers.filter(({ status }) => status === 201);
  assert.equal(created.length, 1);
  for (const { status, body } of answers) {
    if (status === 201) continue;
    const { requestId, ...rest } = body;
    assert.match(requestId, /^req_/);
    assert.deepEqual(rest, {
      statusCode: 409,
      message: "externalId already in use",
      error: "Conflict",
      code: "EXTERNAL_ID_IN_USE",
      docUrl: "https://pay.example/errors#EXTERNAL_ID_IN_USE",
      paymentId: created[0]?.body.id,
      paymentUrl: created[0]?.body.paymentUrl,
    });
  }
});

test("a cancelled payment frees its externalId, and a second DELETE is a 409", async () => {
  const { body } = await server.call("POST", "/v1/payments", { ...minimal, externalId: "again" });
  const cancelled = await server.call("DELETE", `/v1/payments/${body.id}`);
  assert.equal(cancelled.status, 200);
  assert.equal(cancelled.body.status, "CANCELLED");
  assert.equal((await server.call("DELETE", `/v1/payments/${body.id}`)).status, 409);
  assert.equal((await server.call("POST", "/v1/payments", { ...minimal, externalId: "again" })).status, 201);
});

test("a quote binds chain, token, amount and split, and its id is the hash of its terms", async () => {
  const { body: payment } = await server.call("POST", "/v1/payments", {
    ...minimal,
    merchantAmount: "180.00",
    sellers,
  });
  const { status, body: quote } = await server.call(
    "POST",
    `/v1/checkout/${payment.id}/quotes`,
    { chainId: 8453, token: "USDC" },
    {},
  );
  assert.equal(status, 201);
  assert.equal(quote.amountToken, "250.000000");
  assert.equal(quote.exchangeRate, "1");
  assert.match(quote.depositAddress, /^0x[0-9a-fA-F]{40}$/);
  assert.equal(quote.expiresAt, "2026-11-21T12:10:00.000Z");
  assert.deepEqual(
    quote.terms.shares.map(({ amount }: { amount: string }) => amount),
    ["180000000", "60000000", "10000000"],
  );
  assert.equal(quote.terms.uuid, `0x${payment.id.replaceAll("-", "").padStart(64, "0")}`);
  const again = await server.call("POST", `/v1/checkout/${payment.id}/quotes`, { chainId: 8453, token: "USDC" }, {});
  assert.equal(again.body.onchainId, quote.onchainId);
  assert.notEqual(again.body.checkoutToken, quote.checkoutToken);
});

test("a quote in a token with 18 decimals is exact", async () => {
  const { body: payment } = await server.call("POST", "/v1/payments", { ...minimal, sellers });
  const { body: quote } = await server.call("POST", `/v1/checkout/${payment.id}/quotes`, {
    chainId: 56,
    token: "USDT",
  });
  assert.equal(quote.amountToken, "250.000000000000000000");
  assert.equal(quote.terms.shares[1].amount, "60000000000000000000");
});

test("a quote on a chain or in a token that the payment does not accept is a 400", async () => {
  const { body: payment } = await server.call("POST", "/v1/payments", { ...minimal, acceptedChains: [8453] });
  const wrongChain = await server.call("POST", `/v1/checkout/${payment.id}/quotes`, { chainId: 1, token: "USDC" });
  assert.deepEqual(wrongChain.body.errors[0].path, ["chainId"]);
  const wrongToken = await server.call("POST", `/v1/checkout/${payment.id}/quotes`, { chainId: 8453, token: "USDT" });
  assert.deepEqual(wrongToken.body.errors[0].path, ["token"]);
});

test("no rate is a 503 that says so, and the payment stays payable", async () => {
  const { body: payment } = await server.call("POST", "/v1/payments", { amount: "250.00", currency: "EUR" });
  const { status, body } = await server.call("POST", `/v1/checkout/${payment.id}/quotes`, {
    chainId: 8453,
    token: "USDC",
  });
  assert.equal(status, 503);
  assert.equal(body.code, "RATE_UNAVAILABLE");
  assert.equal((await server.call("GET", `/v1/payments/${payment.id}`)).body.status, "ACTIVE");
});

test("a quote after the payment's expiry is refused at the second", async () => {
  const { body: payment } = await server.call("POST", "/v1/payments", minimal);
  const quote = () => server.call("POST", `/v1/checkout/${payment.id}/quotes`, { chainId: 8453, token: "USDC" });
  const start = now;
  now = new Date("2026-11-21T12:59:59.999Z");
  assert.equal((await quote()).body.expiresAt, "2026-11-21T13:00:00.000Z");
  now = new Date("2026-11-21T13:00:00.000Z");
  assert.equal((await quote()).status, 409);
  now = start;
});
