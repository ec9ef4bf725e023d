import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startTestServer, type TestServer } from "./test-server.ts";

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

test("a process that died in the middle: the next run finds what the first had created", async () => {
  const first = await post("order-5");
  // As the row is left by a process that was killed after it created the payment.
  await server.database
    .updateTable("idempotentRequests")
    .set({ statusCode: null, response: null })
    .where("key", "=", "order-5")
    .execute();
  const tooEarly = await post("order-5");
  assert.equal(JSON.parse(tooEarly.text).code, "IDEMPOTENCY_IN_PROGRESS");
  now = new Date(now.getTime() + 61_000);
  const before = await countPayments();
  const again = await post("order-5");
  assert.equal(again.status, 201);
  assert.equal(JSON.parse(again.text).id, JSON.parse(first.text).id);
  assert.equal(await countPayments(), before);
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
