import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pino } from "pino";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { forgetOldRequestLog, type RequestLog, startRequestLog } from "../../src/requests/index.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

const silent = pino({ level: "silent" });
let now = new Date();
let ticks = 0;
/** Requests of one millisecond have no order. */
const clock = () => new Date(now.getTime() + ticks++);
let log: (RequestLog & { stop(): Promise<void> }) | undefined;
let server: TestServer;
before(async () => {
  // Written when the test asks for it: a fresh log for each stop.
  const requestLog: RequestLog = { add: (request) => log?.add(request) };
  server = await startTestServer({ clock, requestLog });
});
after(async () => {
  await log?.stop();
  await server[Symbol.asyncDispose]();
});

/** What a run of requests wrote. */
async function logged(requests: () => Promise<void>, query = "") {
  log = startRequestLog(server.context, silent);
  await requests();
  // The answer is there before the hook that takes it down has run.
  await new Promise((resolve) => setImmediate(resolve));
  await log.stop();
  return (await server.call("GET", `/v1/requests?${query}`)).body.data;
}

test("request log: what was asked and answered is there, without bodies, queries and secrets", async () => {
  let id = "";
  const [refused, created] = await logged(async () => {
    const body = { amount: "5.00", currency: "EUR", title: "secret title" };
    const headers = { authorization: `Bearer ${server.apiKey}`, "idempotency-key": "once" };
    const answer = await server.call("POST", "/v1/payments?x=1", body, headers);
    id = answer.headers.get("x-request-id") ?? "";
    await server.call("GET", "/v1/payments/nothing");
  });
  const { durationMs, createdAt, keyId, id: rowId, ...rest } = created;
  assert.deepEqual(rest, {
    requestId: id,
    method: "POST",
    path: "/v1/payments",
    statusCode: 201,
    idempotencyKey: "once",
    ip: "127.0.0.1",
  });
  assert.ok(durationMs >= 0 && createdAt && keyId && rowId);
  assert.deepEqual([refused.method, refused.statusCode, refused.idempotencyKey], ["GET", 404, null]);
  const stored = JSON.stringify(await server.database.selectFrom("requestLog").selectAll().execute());
  assert.doesNotMatch(stored, /secret title|pk_test_|x=1/);
});

test("request log: filters by id, method, status and key, page by page", async () => {
  const { row, key } = await issueApiKey(server.context, {
    organizationId: server.organizationId,
    mode: "test",
  });
  const mine = await logged(async () => {
    const headers = { authorization: `Bearer ${key}` };
    for (let count = 0; count < 3; count += 1) await server.call("GET", "/v1/payments", undefined, headers);
    await server.call("POST", "/v1/payments", {}, headers);
  }, `keyId=${row.id}`);
  assert.equal(mine.length, 4);
  const list = async (query: string) => (await server.call("GET", `/v1/requests?keyId=${row.id}&${query}`)).body;
  assert.equal((await list("method=POST&statusCode=400")).data.length, 1);
  assert.deepEqual((await list(`requestId=${mine[0].requestId}`)).data, [mine[0]]);
  const first = await list("limit=3");
  const second = await list(`limit=3&cursor=${first.nextCursor}`);
  assert.deepEqual([...first.data, ...second.data], mine);
  assert.deepEqual([first.hasMore, second.hasMore], [true, false]);
});

test("request log: another mode's and another organization's requests are not there; what a scope refuses is", async () => {
  const { key } = await issueApiKey(server.context, { organizationId: server.organizationId, mode: "live" });
  const { key: narrow } = await issueApiKey(
    server.context,
    { organizationId: server.organizationId, mode: "test" },
    { scopes: ["links:read"] },
  );
  const [refused] = await logged(async () => {
    await server.call("GET", "/v1/payments", undefined, { authorization: `Bearer ${narrow}` });
    await server.call("GET", "/v1/payments", undefined, { authorization: "Bearer pk_test_nobody" });
  });
  assert.equal(refused.statusCode, 403);
  const live = await server.call("GET", "/v1/requests", undefined, { authorization: `Bearer ${key}` });
  assert.deepEqual(live.body.data, []);
});

test("request log: kept for 30 days", async () => {
  await logged(async () => void (await server.call("GET", "/v1/payments")));
  const count = async () => (await server.database.selectFrom("requestLog").selectAll().execute()).length;
  await forgetOldRequestLog(server.context);
  assert.ok((await count()) > 0);
  const before = now;
  now = new Date(before.getTime() + 31 * 24 * 60 * 60_000);
  await forgetOldRequestLog(server.context);
  assert.equal(await count(), 0);
  now = before;
});

test("PayLinkr's request logs: as its text asks for them, by page and by request id, and its errors", async () => {
  const { row, key } = await issueApiKey(server.context, { organizationId: server.organizationId, mode: "test" });
  const headers = { authorization: `Bearer ${key}` };
  const requestId = "4f9cb77a-2a1b-4e3d-a2a4-7fdc6e9b6d2f";
  await logged(async () => {
    await server.call("GET", "/v1/payments", undefined, { ...headers, "x-request-id": requestId });
    await server.call("GET", "/v1/links", undefined, headers);
  });
  const { body: found } = await server.call("GET", `/api/v1/requests/logs?requestId=${requestId}`, undefined, headers);
  const [{ id, durationMs, createdAt, ...rest }] = found.data;
  assert.ok(id && durationMs >= 0 && createdAt);
  assert.deepEqual(rest, {
    requestId,
    method: "GET",
    path: "/v1/payments",
    statusCode: 200,
    apiKeyId: row.id,
    ip: "127.0.0.1",
  });
  assert.deepEqual({ ...found, data: [] }, { data: [], total: 1, page: 1, limit: 20, pages: 1 });
  const { body: list } = await server.call("GET", "/api/v1/requests/logs?limit=25", undefined, headers);
  assert.deepEqual([list.limit, list.data.length], [25, list.total]);
  const { body: second } = await server.call("GET", "/api/v1/requests/logs?limit=1&page=2", undefined, headers);
  assert.deepEqual(second, { data: [list.data[1]], total: list.total, page: 2, limit: 1, pages: list.total });

  const wrong = await server.call("GET", "/api/v1/requests/logs?page=0", undefined, headers);
  assert.equal(wrong.status, 422);
  assert.equal(wrong.body.code, "VALIDATION_FAILED");
  assert.match(wrong.body.error, /^page: /);
  const nobody = await server.call("GET", "/api/v1/requests/logs", undefined, {});
  assert.deepEqual([nobody.status, typeof nobody.body.error], [401, "string"]);
});
