import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { embedOriginsOf } from "../../src/checkout/checkout-settings.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server[Symbol.asyncDispose]());

const put = (embedOrigins: unknown, key = server.apiKey) =>
  server.call("PUT", "/v1/checkout-settings", { embedOrigins }, { authorization: `Bearer ${key}` });

test("no page may show the checkout in a frame until the merchant names it, in each mode", async () => {
  assert.deepEqual((await server.call("GET", "/v1/checkout-settings")).body, {
    embedOrigins: [],
    contractPayers: "known",
    transferQuoteMinutes: 30,
  });
  const { body: payment } = await server.call("POST", "/v1/payments", { amount: "1.00", currency: "USD" });
  assert.deepEqual(await embedOriginsOf(server.database, payment.id), []);

  const origins = ["https://shop.example", "http://localhost:3000", "https://shop.example"];
  const { status, body } = await put(origins);
  assert.equal(status, 200);
  assert.deepEqual(
    body,
    { embedOrigins: origins.slice(0, 2), contractPayers: "known", transferQuoteMinutes: 30 },
    "each once",
  );
  assert.deepEqual((await server.call("GET", "/v1/checkout-settings")).body, body);
  assert.deepEqual(await embedOriginsOf(server.database, payment.id), origins.slice(0, 2));

  const { key: live } = await issueApiKey(server.context, { organizationId: server.organizationId, mode: "live" });
  const ofLive = await server.call("GET", "/v1/checkout-settings", undefined, { authorization: `Bearer ${live}` });
  assert.deepEqual(
    ofLive.body,
    { embedOrigins: [], contractPayers: "known", transferQuoteMinutes: 30 },
    "the other mode is apart",
  );

  await put([]);
  assert.deepEqual(await embedOriginsOf(server.database, payment.id), []);
});

test("what is no safe origin is refused and named", async () => {
  const wrong = [
    "https://shop.example/",
    "https://shop.example/path",
    "http://shop.example",
    "*",
    "https://*.example",
    "data:text/html,x",
    "https://shop.example; script-src *",
    "https://shop.example https://evil.example",
    "https://a;script-src-elem",
    "https://a'b",
    "https://a,b",
    "https://[2001:db8::1]",
    "https://ünsafe.example",
    "https://user@shop.example",
    "https://shop.example:70000",
  ];
  for (const origin of wrong) {
    const { status, body } = await put([origin]);
    assert.equal(status, 400, origin);
    assert.deepEqual(body.errors[0].path, ["embedOrigins", 0], origin);
  }
  const many = Array.from({ length: 21 }, (_, index) => `https://shop${index}.example`);
  assert.equal((await put(many)).status, 400);
});

test("only a key with the scope changes them", async () => {
  const { body } = await server.call("POST", "/v1/auth/api-keys", { scopes: ["checkout:read"] });
  const answer = await put([], body.key);
  assert.equal(answer.status, 403);
  assert.equal(answer.body.code, "SCOPE_MISSING");
});

test("checkout settings: which contracts' signatures are taken stays until it is said again", async () => {
  const write = (body: object) => server.call("PUT", "/v1/checkout-settings", body);
  assert.equal((await write({ embedOrigins: [], contractPayers: "any" })).body.contractPayers, "any");
  assert.equal((await write({ embedOrigins: [] })).body.contractPayers, "any");
  assert.equal((await write({ embedOrigins: [], contractPayers: "known" })).body.contractPayers, "known");
  assert.equal((await write({ embedOrigins: [], contractPayers: "all" })).status, 400);
});

test("checkout settings: how long a transfer's rate is held is 10 to 60 minutes, and stays until it is said again", async () => {
  const write = (body: object) => server.call("PUT", "/v1/checkout-settings", { embedOrigins: [], ...body });
  assert.equal((await write({ transferQuoteMinutes: 45 })).body.transferQuoteMinutes, 45);
  assert.equal((await write({})).body.transferQuoteMinutes, 45);
  for (const minutes of [9, 61, 30.5, "30"]) {
    const { status, body } = await write({ transferQuoteMinutes: minutes });
    assert.deepEqual([status, body.errors[0].path], [400, ["transferQuoteMinutes"]], `${minutes}`);
  }
  await write({ transferQuoteMinutes: 30 });
});
