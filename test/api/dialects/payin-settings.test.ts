import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { issueApiKey } from "../../../src/access/api-keys.ts";
import { newMerchant } from "../../support/merchant.ts";
import { newPerson, signIn } from "../../support/person.ts";
import { startTestServer, type TestServer } from "../../support/test-server.ts";
import { assertLikeExample, wholeSeconds } from "./examples.ts";

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server[Symbol.asyncDispose]());

/** A merchant of the test's own, by the header that this API uses. */
async function newCaller(scopes?: readonly string[]) {
  const { id: organizationId } = await newMerchant(server.context);
  const { key } = await issueApiKey(server.context, { organizationId, mode: "live" }, { scopes });
  const headers = { "x-api-key": key };
  const call = (method: string, path: string, body?: unknown, own: Record<string, string> = headers) =>
    server.call(method, `/api/v1${path}`, body, own);
  return { organizationId, headers, call };
}

// What the text prints of errors and of lists, to the letter.
const errorExample = JSON.parse(`{
"error": "Invalid amount",
"message": "Amount must be a positive number",
"code": "INVALID_AMOUNT",
"statusCode": 400
}`);
const paginationExample = JSON.parse(`{
"page": 1,
"limit": 20,
"total": 157,
"totalPages": 8,
"hasMore": true
}`);

test("config: all of it, one value and its update, each of its type, as the text's table has them", async () => {
  const { call } = await newCaller();
  const { status, body } = await call("GET", "/config");
  assert.equal(status, 200);
  assertLikeExample(body.pagination, paginationExample, { total: true, totalPages: true, hasMore: true });
  const keys = body.data.map(({ key }: { key: string }) => key);
  for (const key of ["name", "disabledPairs", "embedOrigins", "settlementAddress"]) assert.ok(keys.includes(key), key);
  const color = await call("GET", "/config/accentColor");
  assert.deepEqual(
    [color.body.key, color.body.value, color.body.type, color.body.updatable],
    ["accentColor", null, "string", true],
  );
  for (const [key, value] of [
    ["name", "Corner shop"],
    ["successUrl", "https://shop.example/thanks"],
    ["successUrl", null],
    ["accentColor", "#3346d3"],
    ["supportContact", "help@shop.example"],
    ["disabledPairs", [{ chainId: 1, token: "USDT" }]],
    ["embedOrigins", ["https://shop.example"]],
    ["contractPayers", "any"],
    ["transferQuoteMinutes", 45],
  ] as const) {
    const updated = await call("PUT", `/config/${key}`, { value });
    assert.deepEqual([updated.status, updated.body.key, updated.body.value], [200, key, value]);
    assert.deepEqual((await call("GET", `/config/${key}`)).body, updated.body, key);
  }
  // Of one field the others stay.
  assert.deepEqual((await call("GET", "/config/embedOrigins")).body.value, ["https://shop.example"]);
});

test("config: a value of another type, an unknown key and one that is changed elsewhere are refused in the text's shape", async () => {
  const { call } = await newCaller();
  for (const [key, body, status, code] of [
    ["name", { value: 1 }, 400, "VALIDATION_FAILED"],
    ["name", { value: null }, 400, "VALIDATION_FAILED"],
    ["name", {}, 400, "VALIDATION_FAILED"],
    ["accentColor", { value: "#ffffff" }, 400, "VALIDATION_FAILED"],
    ["disabledPairs", { value: [{ chainId: 56, token: "USDC" }] }, 400, "VALIDATION_FAILED"],
    ["transferQuoteMinutes", { value: "45" }, 400, "VALIDATION_FAILED"],
    ["constructor", { value: 1 }, 404, "RESOURCE_NOT_FOUND"],
    ["settlementAddress", { value: "0x2222222222222222222222222222222222222222" }, 403, "CONFIG_READ_ONLY"],
  ] as const) {
    const answer = await call("PUT", `/config/${key}`, body);
    assert.deepEqual([answer.status, answer.body.code], [status, code], JSON.stringify([key, body]));
    const { details: _, ...printed } = answer.body;
    assertLikeExample(printed, errorExample, { error: true, message: true, code: true, statusCode: true });
  }
  const wrong = await call("PUT", "/config/name", { value: 1 });
  assert.deepEqual(wrong.body.details[0].path, ["value"]);
});

test("config: every update is in the audit log with what was before, by whom", async () => {
  const { call, headers } = await newCaller();
  await call("PUT", "/config/supportContact", { value: "help@shop.example" });
  await call("PUT", "/config/contractPayers", { value: "any" });
  const { data } = (await server.call("GET", "/v1/audit-log?limit=2", undefined, headers)).body;
  assert.deepEqual(
    data.map(({ action }: { action: string }) => action),
    ["checkout_settings.updated", "organization.updated"],
  );
  assert.deepEqual(
    [data[1].before, data[1].after],
    [{ supportContact: null }, { supportContact: "help@shop.example" }],
  );
  assert.equal(data[0].actor.type, "key");
});

test("config: is an admin's, and the checkout's part of it needs the checkout's scopes too", async () => {
  const viewer = await newCaller(["organization:read", "checkout:read"]);
  const refused = await viewer.call("GET", "/config");
  assert.deepEqual([refused.status, refused.body.code], [403, "INSUFFICIENT_PERMISSIONS"]);
  const { call } = await newCaller(["organization:write"]);
  const keys = (await call("GET", "/config")).body.data.map(({ key }: { key: string }) => key);
  assert.deepEqual([keys.includes("name"), keys.includes("embedOrigins")], [true, false]);
  assert.equal((await call("GET", "/config/embedOrigins")).status, 403);
  assert.equal((await call("PUT", "/config/embedOrigins", { value: [] })).body.code, "INSUFFICIENT_PERMISSIONS");
});

test("config: where real money can be paid, a test key changes nothing that counts for it", async () => {
  const chains = server.context.chains.map((chain) => ({ ...chain, mode: chain.id === 1 ? "live" : "test" }) as const);
  await using both = await startTestServer({ chains });
  const refused = await both.call("PUT", "/api/v1/config/name", { value: "Renamed" });
  assert.deepEqual([refused.status, refused.body.code], [403, "LIVE_KEY_REQUIRED"]);
  assert.equal((await both.call("PUT", "/api/v1/config/embedOrigins", { value: [] })).status, 200);
});

test("organizations: the key's own, with the role that the key comes up to", async () => {
  const { call, organizationId } = await newCaller();
  const { body } = await call("GET", "/organizations");
  assert.deepEqual(
    [body.pagination.total, body.data[0].organizationId, body.data[0].role],
    [1, organizationId, "owner"],
  );
  assert.match(body.data[0].createdAt, wholeSeconds);
});

test("api-keys of an organization: made under a descriptive name, shown once, listed, used and deleted", async () => {
  const { call, organizationId } = await newCaller();
  const path = `/organizations/${organizationId}/api-keys`;
  const { status, body: made } = await call("POST", path, { name: "Shop server", role: "member", expiresIn: "90d" });
  assert.equal(status, 201);
  const { key, ...shown } = made;
  assert.match(key, /^pk_live_[0-9A-Za-z]{38}$/);
  assert.deepEqual([shown.name, shown.role, shown.mode], ["Shop server", "member", "live"]);
  assert.match(shown.expiresAt, wholeSeconds);
  const own = { "x-api-key": key };
  // By the text's table a member makes orders and reads, and manages no settings.
  assert.equal((await call("GET", "/orders", undefined, own)).status, 200);
  assert.equal((await call("GET", "/config", undefined, own)).body.code, "INSUFFICIENT_PERMISSIONS");
  assert.equal((await call("GET", path, undefined, own)).body.code, "INSUFFICIENT_PERMISSIONS");
  const { data, pagination } = (await call("GET", path)).body;
  assert.deepEqual([data.length, pagination.total], [2, 2]);
  const listed = data.find(({ keyId }: { keyId: string }) => keyId === shown.keyId);
  assert.deepEqual({ ...listed, lastUsedAt: null }, shown);
  assert.match(listed.lastUsedAt, wholeSeconds);
  const page = (await call("GET", `${path}?page=2&limit=1&sortOrder=asc`)).body;
  assert.deepEqual([page.data[0].keyId, page.pagination.hasMore], [shown.keyId, false]);
  assert.deepEqual((await call("DELETE", `/api-keys/${shown.keyId}`)).body, { keyId: shown.keyId, deleted: true });
  assert.equal((await call("GET", "/orders", undefined, own)).body.code, "INVALID_API_KEY");
  assert.equal((await call("DELETE", `/api-keys/${shown.keyId}`)).body.code, "RESOURCE_NOT_FOUND");
  assert.equal((await call("DELETE", "/api-keys/x")).body.code, "RESOURCE_NOT_FOUND");
});

test("api-keys of an organization: each role is a key's, none exceeds the one that makes it, and none is another organization's", async () => {
  const { call, organizationId } = await newCaller();
  const path = `/organizations/${organizationId}/api-keys`;
  for (const role of ["owner", "admin", "member", "viewer"]) {
    assert.equal((await call("POST", path, { name: role, role })).body.role, role);
  }
  const { body: narrow } = await call("POST", path, { name: "narrow", scopes: ["keys:write", "payments:read"] });
  assert.equal(narrow.role, null);
  const own = { "x-api-key": narrow.key };
  assert.equal((await call("POST", path, { name: "x", role: "viewer" }, own)).body.code, "INSUFFICIENT_PERMISSIONS");
  assert.deepEqual((await call("POST", path, { name: "x" }, own)).body.scopes, ["keys:write", "payments:read"]);
  assert.equal((await call("POST", path, { role: "viewer", scopes: ["keys:read"] })).status, 400);
  const { organizationId: other } = await newCaller();
  for (const method of ["GET", "POST"]) {
    const answer = await call(method, `/organizations/${other}/api-keys`, method === "POST" ? {} : undefined);
    assert.deepEqual([answer.status, answer.body.code], [404, "RESOURCE_NOT_FOUND"]);
  }
});

test("api-keys of an organization: a session makes them with a sign-in of this moment, and an admin none of an owner", async () => {
  const { call, organizationId } = await newCaller();
  const path = `/organizations/${organizationId}/api-keys`;
  const admin = await newPerson(server.context, { organizationId, role: "admin" });
  const { headers, session } = await signIn(server.context, admin.id);
  const organizations = (await call("GET", "/organizations", undefined, headers)).body.data;
  assert.deepEqual(organizations[0].role, "admin");
  assert.equal((await call("POST", path, { role: "owner" }, headers)).body.code, "ROLE_INSUFFICIENT");
  assert.equal((await call("POST", path, { role: "admin" }, headers)).body.role, "admin");
  const createdAt = new Date(session.createdAt.getTime() - 10 * 60_000);
  await server.database.updateTable("sessions").set({ createdAt }).where("id", "=", session.id).execute();
  assert.equal((await call("POST", path, { role: "admin" }, headers)).body.code, "FRESH_SIGN_IN_REQUIRED");
});
