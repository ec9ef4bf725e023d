import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { hashOfBearerToken, newBearerToken } from "../../src/access/bearer-token.ts";
import { isMistyped, newKeyText } from "../../src/access/key-text.ts";
import { hideSecrets } from "../../src/runtime/index.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server[Symbol.asyncDispose]());

const bearer = (key: string, more: Record<string, string> = {}) => ({ authorization: `Bearer ${key}`, ...more });
const newKey = async (body: object) => (await server.call("POST", "/v1/auth/api-keys", body)).body;

test("api keys: one without scopes of its own has those of the key that makes it", async () => {
  const { key } = await newKey({ scopes: ["payments:read", "keys:write"] });
  const made = await server.call("POST", "/v1/auth/api-keys", {}, bearer(key));
  assert.deepEqual([made.status, made.body.scopes], [201, ["payments:read", "keys:write"]]);
});

test("api keys: both headers may show the same key, and are refused where they do not", async () => {
  const { key } = await newKey({ scopes: ["payments:read"] });
  const ask = async (headers: Record<string, string>) =>
    (await server.call("GET", "/v1/payments", undefined, headers)).status;
  assert.equal(await ask({ "x-api-key": key }), 200);
  assert.equal(await ask(bearer(key, { "x-api-key": key })), 200);
  assert.equal(await ask(bearer(key, { "x-api-key": server.apiKey })), 401);
  assert.equal(await ask({ authorization: "Basic eDp5", "x-api-key": key }), 401);
});

test("api keys: a key ends with its checksum, and one that was mistyped is known without the database", async () => {
  const { key } = await newKey({ scopes: ["payments:read"] });
  assert.match(key, /^pk_test_[0-9A-Za-z]{38}$/);
  assert.equal(isMistyped(key), false);
  for (let at = "pk_test_".length; at < key.length; at += 1) {
    const wrong = key.slice(0, at) + (key[at] === "a" ? "b" : "a") + key.slice(at + 1);
    assert.equal(isMistyped(wrong), true, wrong);
  }
  assert.equal((await server.call("GET", "/v1/payments", undefined, bearer(`${key.slice(0, -1)}_`))).status, 401);
  assert.equal(isMistyped("pk_test_bGVuZ3RoIG9mIGFuIG9sZGVyIGtleSAg"), false, "keys of before have none");
});

test("api keys: a key of before, without a checksum, goes on working", async () => {
  const older = newBearerToken("pk_test_");
  const { id } = await newKey({ scopes: ["payments:read"] });
  const hash = hashOfBearerToken(older);
  await server.database.updateTable("apiKeys").set({ hash }).where("id", "=", id).execute();
  assert.equal((await server.call("GET", "/v1/payments", undefined, bearer(older))).status, 200);
});

test("api keys: none is shown in a log, neither of today, nor of before checksums, nor a token; ids are", () => {
  const before = newBearerToken("pk_test_");
  for (const key of [newKeyText("live"), before])
    assert.equal(hideSecrets(`/v1/x?key=${key}&a=1`).includes(key), false);
  assert.equal(hideSecrets(`/setup/${newBearerToken("setup_")}`), "/setup/setup_…");
  const ids = "req_0193e0a0-0000-7000-8000-000000000000 ord_01h455vb4pex5vsknk084sn02q";
  assert.equal(hideSecrets(ids), ids);
});
