import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { after, before, test } from "node:test";
import { pino } from "pino";
import { isAddressRange, isAllowedAddress } from "../../src/access/ip-ranges.ts";
import { scopes } from "../../src/access/scopes.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let now = new Date("2026-03-01T12:00:00Z");
let server: TestServer;
let logged = "";
before(async () => {
  const destination = new Writable({
    write(chunk, _encoding, done) {
      logged += chunk;
      done();
    },
  });
  server = await startTestServer({
    clock: () => now,
    log: pino({ level: "trace" }, destination),
    trustedProxies: ["127.0.0.1"],
  });
});
after(() => server[Symbol.asyncDispose]());

const bearer = (key: string, more: Record<string, string> = {}) => ({ authorization: `Bearer ${key}`, ...more });
const newKey = async (body: object) => (await server.call("POST", "/v1/auth/api-keys", body)).body;

test("a key is shown once and listed by its hint", async () => {
  const created = await newKey({ name: "Till", scopes: ["payments:read"], expiresIn: "90d" });
  assert.match(created.key, /^pk_test_[0-9A-Za-z]{38}$/);
  assert.equal(created.expiresAt, "2026-05-30T12:00:00.000Z");
  const { body } = await server.call("GET", "/v1/auth/api-keys");
  const listed = body.data.find(({ id }: { id: string }) => id === created.id);
  assert.equal("key" in listed, false);
  assert.equal(listed.hint, `pk_test_…${created.key.slice(-4)}`);
  assert.equal(listed.name, "Till");
  const stored = await server.database.selectFrom("apiKeys").selectAll().execute();
  assert.equal(JSON.stringify(stored).includes(created.key), false);
});

test("the last use is known to the minute", async () => {
  const { id, key } = await newKey({ scopes: ["keys:read"] });
  const lastUse = async () => {
    const { body } = await server.call("GET", "/v1/auth/api-keys", undefined, bearer(key));
    return body.data.find((listed: { id: string }) => listed.id === id).lastUsedAt;
  };
  assert.equal(await lastUse(), now.toISOString());
  const first = now;
  now = new Date(first.getTime() + 59_000);
  assert.equal(await lastUse(), first.toISOString());
  now = new Date(first.getTime() + 60_000);
  assert.equal(await lastUse(), now.toISOString());
});

test("a key does what its scopes say and no more, and gives no more than it has", async () => {
  const { key } = await newKey({ scopes: ["payments:read", "keys:write"] });
  assert.equal((await server.call("GET", "/v1/payments", undefined, bearer(key))).status, 200);
  const refused = await server.call("POST", "/v1/payments", { amount: "1.00", currency: "USD" }, bearer(key));
  assert.deepEqual([refused.status, refused.body.code, refused.body.scope], [403, "SCOPE_MISSING", "payments:write"]);
  const more = { scopes: ["payments:write"] };
  assert.equal((await server.call("POST", "/v1/auth/api-keys", more, bearer(key))).body.code, "SCOPE_MISSING");
  const less = { scopes: ["payments:read"] };
  assert.equal((await server.call("POST", "/v1/auth/api-keys", less, bearer(key))).status, 201);
});

test("a revoked key and one whose time is up are refused at once", async () => {
  const short = await newKey({ scopes: [...scopes], expiresIn: "30d" });
  const revoked = await newKey({ scopes: [...scopes] });
  assert.equal((await server.call("DELETE", `/v1/auth/api-keys/${revoked.id}`)).status, 200);
  assert.equal((await server.call("GET", "/v1/payments", undefined, bearer(revoked.key))).status, 401);
  assert.equal((await server.call("DELETE", `/v1/auth/api-keys/${revoked.id}`)).status, 404);
  assert.equal((await server.call("DELETE", "/v1/auth/api-keys/x")).status, 404);
  const before = now;
  now = new Date(now.getTime() + 30 * 24 * 60 * 60_000);
  assert.equal((await server.call("GET", "/v1/payments", undefined, bearer(short.key))).status, 401);
  now = before;
});

test("a key can be bound to addresses and ranges", async () => {
  const { key } = await newKey({ scopes: ["payments:read"], allowedAddresses: ["198.51.100.7", "2001:db8::/32"] });
  const from = async (address: string) =>
    (
      await server.call(
        "GET",
        "/v1/payments",
        undefined,
        bearer(key, { "x-forwarded-for": address, "x-forwarded-proto": "https" }),
      )
    ).status;
  assert.deepEqual(
    [await from("198.51.100.7"), await from("2001:db8::9"), await from("198.51.100.8")],
    [200, 200, 403],
  );
  const invalid = await server.call("POST", "/v1/auth/api-keys", {
    scopes: ["payments:read"],
    allowedAddresses: ["198.51.100.7/33"],
  });
  assert.deepEqual([invalid.status, invalid.body.errors[0].path], [400, ["allowedAddresses", 0]]);
  const many = { scopes: ["payments:read"], allowedAddresses: Array.from({ length: 21 }, () => "198.51.100.7") };
  assert.equal((await server.call("POST", "/v1/auth/api-keys", many)).status, 400);
});

test("address ranges are read as they are written", () => {
  for (const good of ["192.0.2.1", "192.0.2.0/24", "::1", "2001:db8::/32"])
    assert.equal(isAddressRange(good), true, good);
  for (const bad of ["", "192.0.2", "192.0.2.0/33", "::/129", "192.0.2.0/24/1", "host.example", "192.0.2.0/"])
    assert.equal(isAddressRange(bad), false, bad);
  assert.equal(isAllowedAddress("203.0.113.9", []), true);
  assert.equal(isAllowedAddress("203.0.113.9", ["203.0.113.0/24"]), true);
  assert.equal(isAllowedAddress("::ffff:203.0.113.9", ["203.0.113.0/24"]), true);
  assert.equal(isAllowedAddress("203.0.114.9", ["203.0.113.0/24"]), false);
});

test("at most ten keys are active, also when they are made at once", async () => {
  const made = await Promise.all(
    Array.from({ length: 20 }, () => server.call("POST", "/v1/auth/api-keys", { scopes: ["payments:read"] })),
  );
  const { body } = await server.call("GET", "/v1/auth/api-keys");
  assert.equal(body.data.length, 10);
  assert.equal(made.find(({ status }) => status !== 201)?.body.code, "TOO_MANY_KEYS");
});

test("no key is ever logged", () => {
  assert.ok(logged.includes("/v1/auth/api-keys"));
  assert.equal(/pk_(test|live)_[\w-]{8}/.test(logged), false);
});
