import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startTestServer, type TestServer } from "../../support/test-server.ts";
import { assertLikeExample, milliseconds } from "./examples.ts";

const now = new Date("2026-02-24T10:00:00.000Z");
let server: TestServer;
before(async () => {
  server = await startTestServer({
    clock: () => now,
    limits: { perMinute: 100, perHour: 1_000, perDay: 10_000 },
  });
});
after(() => server[Symbol.asyncDispose]());

// What the text of the API prints, to the letter but for the addresses, which it elides.
const exampleRequest = {
  amount: "250.00",
  currency: "USD",
  title: "Premium Plan",
  externalId: "sub-456",
  acceptedChains: [42161, 8453],
  acceptedTokens: ["USDC"],
  merchantAmount: "180.00",
  sellers: [
    { address: "0x1234000000000000000000000000000000000001", amount: "60.00" },
    { address: "0x5678000000000000000000000000000000000002", amount: "10.00" },
  ],
};
const exampleAnswer = {
  id: "01234567-89ab-cdef-0123-456789abcdef",
  status: "ACTIVE",
  paymentUrl: "https://pay.pymstr.com/p/01234567-...",
  pymstrFee: "2.50",
  merchantFee: "178.20",
  sellers: [
    { address: "0x1234000000000000000000000000000000000001", amount: "59.40" },
    { address: "0x5678000000000000000000000000000000000002", amount: "9.90" },
  ],
  expiresAt: "2026-03-01T00:00:00.000Z",
  createdAt: "2026-02-24T10:00:00.000Z",
};

/** Of an answer what the text prints of it: all else of ours is beside it. */
function printed<Example extends object>(body: Record<string, unknown>, example: Example) {
  return Object.fromEntries(Object.keys(example).map((name) => [name, body[name]]));
}

test("payments: the text's own request is answered as it prints, and read and cancelled again", async () => {
  const asked = { ...exampleRequest, expiresAt: exampleAnswer.expiresAt };
  const { status, body } = await server.call("POST", "/v1/payments", asked);
  assert.equal(status, 201);
  const sellers = body.sellers.map((seller: object) => printed(seller as never, { address: "", amount: "" }));
  assertLikeExample({ ...printed(body, exampleAnswer), sellers }, exampleAnswer, {
    id: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    paymentUrl: new RegExp(`^https://pay\\.example/p/${body.id}$`),
  });

  const read = await server.call("GET", `/v1/payments/${body.id}`);
  assert.deepEqual(read.body, body);
  // "on-chain data once paid": there, and null until then.
  for (const field of ["chainId", "token", "exchangeRate", "amountToken", "txHash", "paidAt"]) {
    assert.equal(read.body[field], null, field);
  }
  const cancelled = await server.call("DELETE", `/v1/payments/${body.id}`);
  assert.deepEqual([cancelled.status, cancelled.body.status], [200, "CANCELLED"]);
  // The externalId is free again.
  const again = await server.call("POST", "/v1/payments", exampleRequest);
  assert.equal(again.status, 201);
  assert.match(again.body.expiresAt, milliseconds);
  assert.equal(again.body.expiresAt, "2026-02-24T11:00:00.000Z");
});

test("payments: the text's test of a connection finds a list, by its cursor, with the limit's headers", async () => {
  const { status, body, headers } = await server.call("GET", "/v1/payments?limit=1");
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body).toSorted(), ["data", "hasMore", "nextCursor"]);
  assert.deepEqual([body.data.length, body.hasMore, body.nextCursor], [1, true, body.data[0].id]);
  const next = await server.call("GET", `/v1/payments?limit=1&cursor=${body.nextCursor}`);
  assert.deepEqual([next.body.hasMore, next.body.nextCursor], [false, null]);
  assert.equal(headers.get("x-ratelimit-limit"), "100");
  assert.ok(Number(headers.get("x-ratelimit-remaining")) < 100);
  const reset = Number(headers.get("x-ratelimit-reset"));
  assert.ok(reset > now.getTime() / 1_000 && reset <= now.getTime() / 1_000 + 60, `${reset} is a Unix timestamp`);
  assert.equal((await server.call("GET", "/v1/payments?limit=101")).status, 400);
});

test("payments: the text's two errors are answered as it prints", async () => {
  const { status, body } = await server.call("POST", "/v1/payments", exampleRequest);
  const conflict = { statusCode: 409, message: "externalId already in use", error: "Conflict" };
  assert.deepEqual([status, printed(body, conflict)], [409, conflict]);

  const invalid = await server.call("POST", "/v1/payments", { amount: "a lot", currency: "USD" });
  const shape = { statusCode: 400, message: "Validation failed", error: "Bad Request" };
  assert.deepEqual([invalid.status, printed(invalid.body, shape)], [400, shape]);
  assert.deepEqual(
    invalid.body.errors.map(({ path }: { path: string[] }) => path),
    [["amount"]],
  );
  assert.equal(typeof invalid.body.errors[0].message, "string");
});

test("payments: what decisions say of the text's open ends", async () => {
  const create = async (changes: object) => {
    const { status, body } = await server.call("POST", "/v1/payments", { amount: "9.00", currency: "USD", ...changes });
    return [status, body.errors?.[0]?.path.join(".") ?? body.code ?? body.status];
  };
  const [seller] = exampleRequest.sellers;
  const { body: organization } = await server.call("GET", "/v1/organization");
  assert.deepEqual(await create({ title: "t".repeat(255), externalId: "e".repeat(255) }), [201, "ACTIVE"]);
  assert.deepEqual(await create({ title: "t".repeat(256) }), [400, "title"]);
  assert.deepEqual(await create({ externalId: "e".repeat(256) }), [400, "externalId"]);
  assert.deepEqual(await create({ title: "" }), [400, "title"]);
  const whole = { ...seller, amount: "4.00" };
  assert.deepEqual(await create({ sellers: [whole, whole] }), [400, "sellers.1.address"]);
  const own = { address: organization.settlementAddress, amount: "4.00" };
  assert.deepEqual(await create({ sellers: [own] }), [400, "sellers.0.address"]);
  const all = { ...seller, amount: "9.00" };
  assert.deepEqual(await create({ merchantAmount: "0.00", sellers: [all] }), [400, "merchantAmount"]);
  // Fifteen minutes by a clock that is four seconds behind.
  const soon = new Date(now.getTime() + 15 * 60_000 - 4_000).toISOString();
  assert.deepEqual(await create({ expiresAt: soon }), [201, "ACTIVE"]);
});

test("payments: a key is made with the limits of the text, shown once and revoked", async () => {
  const limits = { allowedAddresses: ["203.0.113.7"], expiresIn: "90d" };
  const made = await server.call("POST", "/v1/auth/api-keys", { name: "Shop", ...limits });
  assert.equal(made.status, 201);
  assert.match(made.body.key, /^pk_test_/);
  assert.doesNotMatch(JSON.stringify((await server.call("GET", "/v1/auth/api-keys")).body), new RegExp(made.body.key));
  assert.equal((await server.call("DELETE", `/v1/auth/api-keys/${made.body.id}`)).status, 200);
});
