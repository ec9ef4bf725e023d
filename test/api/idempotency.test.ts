import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let now = new Date("2026-03-01T12:00:00Z");
let server: TestServer;
before(async () => {
  server = await startTestServer({ clock: () => now });
});
after(() => server[Symbol.asyncDispose]());

const body = { amount: "250.00", currency: "USD" };

/** Posts with the key and answers the bytes, not what they mean. */
async function post(key: string, path = "/v1/payments", content: unknown = body, apiKey = server.apiKey) {
  const response = await fetch(new URL(path, server.url), {
    method: "POST",
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify(content),
  });
  return {
    status: response.status,
    text: await response.text(),
    replayed: response.headers.get("idempotent-replayed"),
    type: response.headers.get("content-type"),
  };
}

const countPayments = async () => {
  const { count } = await server.database
    .selectFrom("payments")
    .select(({ fn }) => fn.countAll<bigint>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
};

test("the same request again gets the stored answer, byte by byte", async () => {
  const before = await countPayments();
  const first = await post("order-1");
  const again = await post("order-1");
  assert.deepEqual([first.status, first.replayed], [201, null]);
  assert.deepEqual([again.status, again.replayed], [201, "true"]);
  assert.equal(again.text, first.text);
  assert.equal(again.type, first.type);
  assert.equal(await countPayments(), before + 1);
});

test("100 at once under one key make one payment, and whoever is answered is answered the same", async () => {
  const before = await countPayments();
  const answers = await Promise.all(Array.from({ length: 100 }, () => post("order-100")));
  const created = answers.filter(({ status }) => status === 201);
  assert.equal(new Set(created.map(({ text }) => text)).size, 1);
  for (const { text } of answers.filter(({ status }) => status !== 201)) {
    assert.equal(JSON.parse(text).code, "IDEMPOTENCY_IN_PROGRESS");
  }
  const after = await Promise.all(Array.from({ length: 100 }, () => post("order-100")));
  assert.deepEqual(new Set(after.map(({ text }) => text)), new Set(created.map(({ text }) => text)));
  assert.equal(await countPayments(), before + 1);
});

test("another body, or another route, under the same key is a 409", async () => {
  await post("order-2");
  for (const answer of [
    await post("order-2", "/v1/payments", { ...body, amount: "250.01" }),
    await post("order-2", "/v1/webhooks", { url: "https://shop.example/hooks" }),
  ]) {
    assert.equal(answer.status, 409);
    assert.equal(JSON.parse(answer.text).code, "IDEMPOTENCY_KEY_REUSED");
  }
});

test("a refusal is an answer too", async () => {
  const first = await post("order-3", "/v1/payments", { ...body, externalId: "taken" });
  assert.equal(first.status, 201);
  const refused = await post("order-4", "/v1/payments", { ...body, externalId: "taken" });
  assert.equal(refused.status, 409);
  await server.call("DELETE", `/v1/payments/${JSON.parse(first.text).id}`);
  assert.equal((await post("order-4", "/v1/payments", { ...body, externalId: "taken" })).text, refused.text);
});

/** Leaves the row as a process does that was killed after it had done what was asked, and before it could answer. */
async function forgetAnswer(key: string): Promise<void> {
  await server.database
    .updateTable("idempotentRequests")
    .set({ statusCode: null, response: null })
    .where("key", "=", key)
    .execute();
}

test("a process that died in the middle: the next run finds what the first had created", async () => {
  const first = await post("order-5");
  await forgetAnswer("order-5");
  const tooEarly = await post("order-5");
  assert.equal(JSON.parse(tooEarly.text).code, "IDEMPOTENCY_IN_PROGRESS");
  now = new Date(now.getTime() + 61_000);
  const before = await countPayments();
  const again = await post("order-5");
  assert.equal(again.status, 201);
  assert.equal(JSON.parse(again.text).id, JSON.parse(first.text).id);
  assert.equal(await countPayments(), before);
});

test("run again after a crash, whatever was done is answered as done, and not refused or done twice", async () => {
  /** The same request twice, with a crash in between. */
  const twice = async (method: string, path: string, content?: unknown) => {
    const key = `twice-${method}-${path}`;
    const headers = { authorization: `Bearer ${server.apiKey}`, "idempotency-key": key };
    const ask = () => server.call(method, path, content, headers);
    const first = await ask();
    await forgetAnswer(key);
    now = new Date(now.getTime() + 61_000);
    const again = await ask();
    assert.ok(first.status < 300, JSON.stringify(first.body));
    assert.equal(again.status, first.status, JSON.stringify(again.body));
    return [first.body, again.body];
  };

  // Its time of expiry is too near a minute later.
  const expiresAt = new Date(now.getTime() + 15 * 60_000 + 30_000).toISOString();
  const [payment, samePayment] = await twice("POST", "/v1/payments", { ...body, expiresAt });
  assert.deepEqual(samePayment, payment);
  const [cancelled, stillCancelled] = await twice("DELETE", `/v1/payments/${payment.id}`);
  assert.deepEqual([cancelled.status, stillCancelled], ["CANCELLED", cancelled]);

  const { body: key } = await server.call("POST", "/v1/auth/api-keys", { scopes: ["payments:read"] });
  const [revoked, stillRevoked] = await twice("DELETE", `/v1/auth/api-keys/${key.id}`);
  assert.deepEqual(stillRevoked, revoked);

  const [endpoint, sameEndpoint] = await twice("POST", "/v1/webhooks", { url: "https://shop.example/hooks" });
  assert.deepEqual(sameEndpoint, endpoint);
  const [rotated, sameSecret] = await twice("POST", "/v1/webhooks/regenerate-secret");
  assert.notEqual(rotated.secret, endpoint.secret);
  assert.deepEqual(sameSecret, rotated);
  const secrets = await server.database
    .selectFrom("webhookSecrets")
    .select(["secret", "expiresAt"])
    .where("endpointId", "=", endpoint.id)
    .orderBy("createdAt")
    .execute();
  assert.deepEqual(
    secrets.map(({ secret, expiresAt }) => [secret, expiresAt === null]),
    [
      [endpoint.secret, false],
      [rotated.secret, true],
    ],
    "the secret that the receiver knows goes on signing",
  );
  const [delivery, sameDelivery] = await twice("POST", "/v1/webhooks/test");
  assert.equal(sameDelivery.id, delivery.id);
});

test("a failure of ours is no answer: the next run finds what was done before it failed", async () => {
  const first = await post("order-8");
  const { resourceId } = await server.database
    .selectFrom("idempotentRequests")
    .select("resourceId")
    .where("key", "=", "order-8")
    .executeTakeFirstOrThrow();
  assert.equal(JSON.parse(first.text).id, resourceId);
  await forgetAnswer("order-8");
  // The next run cannot read what it has found.
  await sql`alter table payments rename to payments_away`.execute(server.database);
  now = new Date(now.getTime() + 61_000);
  const failed = await post("order-8");
  await sql`alter table payments_away rename to payments`.execute(server.database);
  assert.equal(failed.status, 500);
  const again = await post("order-8");
  assert.deepEqual([again.status, JSON.parse(again.text).id], [201, resourceId]);
});

test("after a day the key is free again", async () => {
  const first = await post("order-6");
  now = new Date(now.getTime() + 24 * 60 * 60_000 + 1);
  const next = await post("order-6");
  assert.equal(next.replayed, null);
  assert.notEqual(JSON.parse(next.text).id, JSON.parse(first.text).id);
});

test("two API keys do not share idempotency keys, and a stored answer shows no secret to the database", async () => {
  const made = await post("new-key", "/v1/auth/api-keys", { scopes: ["payments:write"] });
  const { key } = JSON.parse(made.text);
  assert.match(key, /^pk_test_/);
  assert.equal(JSON.parse((await post("new-key", "/v1/auth/api-keys", { scopes: ["payments:write"] })).text).key, key);
  const rows = await server.database.selectFrom("idempotentRequests").selectAll().execute();
  assert.equal(JSON.stringify(rows).includes(key), false);
  await post("order-7");
  assert.equal((await post("order-7", "/v1/payments", body, key)).replayed, null);
});

test("a key without characters, or with too many, is a 400", async () => {
  const answer = await post("x".repeat(256));
  assert.equal(answer.status, 400);
  assert.equal(JSON.parse(answer.text).code, "IDEMPOTENCY_KEY_INVALID");
});
