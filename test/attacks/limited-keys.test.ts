import assert from "node:assert/strict";
import { test } from "node:test";
import { isWithinRanges } from "../../src/access/ip-ranges.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

// Somebody has a key that may do little, and wants one that may do more.

const path = "/v1/auth/api-keys";

/** A request with a key from an address. */
function callAs(server: TestServer, key: string, address = "198.51.100.7") {
  const headers = { authorization: `Bearer ${key}`, "x-forwarded-for": address, "x-forwarded-proto": "https" };
  return (method: string, target: string, body?: object) => server.call(method, target, body, headers);
}

async function startWithLimitedKey() {
  const server = await startTestServer({ trustedProxies: ["127.0.0.1"] });
  const wanted = {
    scopes: ["keys:read", "keys:write", "payments:read"],
    allowedAddresses: ["198.51.100.0/24"],
    expiresIn: "30d",
  };
  const { body: limited } = await server.call("POST", path, wanted);
  return { server, limited, asLimited: callAs(server, limited.key) };
}

test("issueApiKey: a child's scopes and addresses lie within its parent's, and it does not outlive it", async () => {
  const { server, limited, asLimited } = await startWithLimitedKey();
  await using _ = server;
  const scopes = ["payments:read"];
  for (const [beyond, code] of [
    [{ scopes: ["payments:write"] }, "SCOPE_MISSING"],
    [{ scopes, allowedAddresses: ["203.0.113.1"] }, "KEY_BEYOND_PARENT"],
    [{ scopes, allowedAddresses: ["198.51.100.0/23"] }, "KEY_BEYOND_PARENT"],
    [{ scopes, allowedAddresses: ["198.51.100.1", "::/0"] }, "KEY_BEYOND_PARENT"],
    [{ scopes, allowedAddresses: ["0.0.0.0/0"] }, "KEY_BEYOND_PARENT"],
  ] as const) {
    const { status, body } = await asLimited("POST", path, beyond);
    assert.deepEqual([status, body.code], [403, code], JSON.stringify(beyond));
  }
  const { body: child } = await asLimited("POST", path, { scopes, expiresIn: "never" });
  assert.deepEqual([child.allowedAddresses, child.expiresAt], [limited.allowedAddresses, limited.expiresAt]);
  const narrow = await asLimited("POST", path, { scopes, allowedAddresses: ["198.51.100.128/25"] });
  assert.equal(narrow.status, 201);
  assert.equal((await callAs(server, child.key, "203.0.113.1")("GET", "/v1/payments")).status, 403);
});

test("revokeApiKey: with a key, all that were made with it end at once", async () => {
  const { server, limited, asLimited } = await startWithLimitedKey();
  await using _ = server;
  const { body: child } = await asLimited("POST", path, { scopes: ["keys:write", "payments:read"] });
  const { body: grandchild } = await callAs(server, child.key)("POST", path, { scopes: ["payments:read"] });
  const sibling = (await server.call("POST", path, { scopes: ["payments:read"] })).body;
  assert.equal((await callAs(server, grandchild.key)("GET", "/v1/payments")).status, 200);
  assert.equal((await server.call("DELETE", `${path}/${limited.id}`)).status, 200);
  for (const { key } of [limited, child, grandchild]) {
    assert.equal((await callAs(server, key)("GET", "/v1/payments")).status, 401);
  }
  assert.equal((await callAs(server, sibling.key)("GET", "/v1/payments")).status, 200);
});

test("revokeApiKey: a key neither sees nor revokes a stronger one", async () => {
  const { server, limited, asLimited } = await startWithLimitedKey();
  await using _ = server;
  const others = [
    { scopes: ["payments:write"], allowedAddresses: ["198.51.100.7"], expiresIn: "30d" },
    { scopes: ["payments:read"], expiresIn: "30d" },
    { scopes: ["payments:read"], allowedAddresses: ["198.51.100.7"], expiresIn: "never" },
  ];
  for (const stronger of others) {
    const { body } = await server.call("POST", path, stronger);
    assert.equal((await asLimited("DELETE", `${path}/${body.id}`)).status, 404, JSON.stringify(stronger));
    assert.equal((await callAs(server, body.key)("GET", "/v1/status")).status, 200);
  }
  const seen = (await asLimited("GET", path)).body.data.map(({ id }: { id: string }) => id);
  assert.deepEqual(seen, [limited.id]);
  const all = (await server.call("GET", path)).body.data;
  assert.equal(all.length, 5);
});

test("issueApiKey: a key that is being revoked leaves no child behind", async () => {
  const { server, limited, asLimited } = await startWithLimitedKey();
  await using _ = server;
  const made = Array.from({ length: 6 }, () => asLimited("POST", path, { scopes: ["payments:read"] }));
  const [revoked, ...children] = await Promise.all([server.call("DELETE", `${path}/${limited.id}`), ...made]);
  assert.equal(revoked?.status, 200);
  for (const { status, body } of children) {
    if (status === 201) assert.equal((await callAs(server, body.key)("GET", "/v1/payments")).status, 401);
    else assert.equal(status, 401);
  }
});

test("isWithinRanges: a range is within another by every address of it", () => {
  assert.equal(isWithinRanges("10.1.0.0/16", ["10.0.0.0/8"]), true);
  assert.equal(isWithinRanges("10.0.0.0/7", ["10.0.0.0/8"]), false);
  assert.equal(isWithinRanges("::ffff:10.1.2.3", ["10.0.0.0/8"]), true);
  assert.equal(isWithinRanges("::ffff:0:0/90", ["0.0.0.0/0"]), false);
  assert.equal(isWithinRanges("2001:db8:1::/48", ["192.0.2.0/24", "2001:db8::/32"]), true);
  assert.equal(isWithinRanges("2001:db8::/31", ["2001:db8::/32"]), false);
});
