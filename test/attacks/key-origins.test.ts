import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startTestServer, type TestServer } from "../support/test-server.ts";

// A key was put into a page, or is used from another page or service than it was made for.

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server[Symbol.asyncDispose]());

const keys = "/v1/auth/api-keys";
const list = (key: string, headers: Record<string, string> = {}) =>
  server.call("GET", "/v1/payments", undefined, { authorization: `Bearer ${key}`, ...headers });

async function newKey(body: object, key = server.apiKey, headers: Record<string, string> = {}) {
  return server.call("POST", keys, body, { authorization: `Bearer ${key}`, ...headers });
}

test("keys: one without origins is refused where a browser sends it, and says why", async () => {
  assert.equal((await list(server.apiKey)).status, 200);
  assert.equal((await list(server.apiKey, { "x-api-origin": "https://shop.example" })).status, 200);
  for (const origin of ["https://shop.example", "null", "http://127.0.0.1:5173"]) {
    const { status, body } = await list(server.apiKey, { origin });
    assert.deepEqual([status, body.code], [403, "ORIGIN_NOT_ALLOWED"], origin);
    assert.match(body.message, /is for servers/);
  }
  // The reference page of this server, where somebody types a key in.
  assert.equal((await list(server.apiKey, { origin: "https://pay.example" })).status, 200);
});

test("keys: one with origins is for these alone; what a browser says counts, before what a page says", async () => {
  const { body } = await newKey({ allowedOrigins: ["https://shop.example", "http://localhost:3000"] });
  assert.deepEqual(body.allowedOrigins, ["https://shop.example", "http://localhost:3000"]);
  const answers = async (headers: Record<string, string>) => (await list(body.key, headers)).status;
  assert.equal(await answers({}), 403);
  assert.equal(await answers({ "x-api-origin": "https://shop.example" }), 200);
  assert.equal(await answers({ origin: "https://shop.example" }), 200);
  assert.equal(await answers({ origin: "https://evil.example" }), 403);
  assert.equal(await answers({ origin: "https://evil.example", "x-api-origin": "https://shop.example" }), 403);
  assert.equal(await answers({ "x-api-origin": "https://shop.example.evil.example" }), 403);
  for (const origin of [
    "shop.example",
    "https://shop.example/",
    "https://*.shop.example/x",
    "https://SHOP.example",
    "*",
  ]) {
    const refused = await newKey({ allowedOrigins: [origin] });
    assert.deepEqual([refused.status, refused.body.errors[0].path], [400, ["allowedOrigins", 0]], origin);
  }
});

test("keys: a child's origins lie within its parent's, and it has them where it names none", async () => {
  const from = { "x-api-origin": "https://shop.example" };
  const parent = (await newKey({ allowedOrigins: ["https://shop.example", "https://other.example"] })).body;
  const beyond = await newKey({ allowedOrigins: ["https://evil.example"] }, parent.key, from);
  assert.deepEqual([beyond.status, beyond.body.code], [403, "KEY_BEYOND_PARENT"]);
  assert.match(beyond.body.message, /allowedOrigins/);
  const child = (await newKey({ allowedOrigins: ["https://shop.example"] }, parent.key, from)).body;
  assert.deepEqual(child.allowedOrigins, ["https://shop.example"]);
  assert.deepEqual((await newKey({}, parent.key, from)).body.allowedOrigins, parent.allowedOrigins);
  const seen = await server.call("GET", keys, undefined, { authorization: `Bearer ${child.key}`, ...from });
  assert.deepEqual(
    seen.body.data.map(({ id }: { id: string }) => id),
    [child.id],
    "a key with more origins, or with none, is stronger",
  );
});
