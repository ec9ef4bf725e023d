import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { test } from "node:test";
import { HttpRequestError } from "viem";
import { createLog } from "../../src/runtime/log.ts";
import { openDatabase } from "../../src/store/index.ts";
import { startTestServer } from "../support/test-server.ts";

// Somebody reads what the server leaves behind: files, logs, caches, and answers about itself.

test("openDatabase: nobody else on the machine reads the embedded database, also one from before", async () => {
  const parent = await mkdtemp(join(tmpdir(), "railsplit-rest-"));
  const directory = join(parent, "database");
  const umask = process.umask(0o022);
  try {
    await mkdir(directory, { mode: 0o755 });
    await (await openDatabase({ directory })).destroy();
    await writeFile(join(directory, "older"), "readable", { mode: 0o644 });
    const database = await openDatabase({ directory });
    await database
      .insertInto("organizations")
      .values({ id: crypto.randomUUID(), name: "", settlementAddress: "0x", createdAt: new Date() })
      .execute();
    await database.destroy();
    const open: string[] = [];
    const mode = async (path: string) => (await stat(path)).mode & 0o777;
    assert.equal(await mode(directory), 0o700);
    for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
      if (((await mode(join(entry.parentPath, entry.name))) & 0o077) !== 0) open.push(entry.name);
    }
    assert.deepEqual(open, []);
  } finally {
    process.umask(umask);
    await rm(parent, { recursive: true });
  }
});

function collect() {
  let text = "";
  const destination = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  return { log: createLog("trace", destination), text: () => text };
}

const webhookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const apiKey = `pk_live_${"a".repeat(32)}`;

test("createLog: of an error its type, message, code and frames are written, and no body, parameter, secret or path", () => {
  const { log, text } = collect();
  const body = [{ method: "eth_call", params: ["0xbody".repeat(100_000)] }];
  const request = new HttpRequestError({
    body,
    url: "https://user:pass@node.example/v2/provider-key?x=1",
    status: 500,
  });
  const query = Object.assign(new Error(`insert failed for ${webhookSecret} and ${apiKey}`, { cause: request }), {
    code: "23505",
    query: "insert into webhook_endpoints",
    params: ["parameter", webhookSecret],
    detail: "Key (secret)=(detail)",
  });
  log.error({ err: query }, "it failed");
  log.error(new AggregateError([query], "x".repeat(5_000)));
  for (const hidden of [
    "0xbody",
    "provider-key",
    "pass@",
    "parameter",
    "detail",
    "MfKQ9r8G",
    "aaaaaaaa",
    "insert into",
  ]) {
    assert.equal(text().includes(hidden), false, hidden);
  }
  const [line] = text().split("\n");
  const { err } = JSON.parse(line ?? "");
  assert.deepEqual([err.type, err.code, err.cause.type], ["Error", "23505", "HttpRequestError"]);
  assert.match(err.message, /^insert failed for whsec_… and pk_live_…$/);
  assert.match(err.stack, /^ {4}at /);
  assert.ok(text().length < 8_000, `${text().length} characters`);
});

test("createHttpServer: a failed request is logged by the same rule, and answered without a word of the failure", async () => {
  const { log, text } = collect();
  await using server = await startTestServer({ log });
  await server.database.destroy();
  const ready = await server.call("GET", "/readyz");
  assert.deepEqual([ready.status, ready.body], [503, { status: "unavailable" }]);
  const secret = { authorization: `Bearer ${server.apiKey}` };
  const failed = await server.call("POST", "/v1/payments", { amount: "1.00", currency: "USD" }, secret);
  assert.deepEqual([failed.status, failed.body.code], [500, "INTERNAL_ERROR"]);
  assert.match(text(), /"err":\{"type":"Error","message":"[^"]*destroyed/);
  assert.equal(text().includes(server.apiKey), false);
});

test("createHttpServer: no answer that may hold a secret is kept by a cache", async () => {
  await using server = await startTestServer();
  const { body: payment } = await server.call("POST", "/v1/payments", { amount: "1.00", currency: "USD" });
  for (const [path, body] of [
    ["/v1/auth/api-keys", { scopes: ["payments:read"] }],
    ["/v1/webhooks", { url: "https://shop.example/hook" }],
    ["/v1/webhooks/regenerate-secret", undefined],
    [`/v1/checkout/${payment.id}/quotes`, { chainId: 8453, token: "USDC" }],
  ] as const) {
    const key = { authorization: `Bearer ${server.apiKey}`, "idempotency-key": path };
    for (const run of ["first", "replayed"]) {
      const { status, headers } = await server.call("POST", path, body, key);
      assert.ok(status < 300, path);
      assert.equal(headers.get("cache-control"), "no-store", `${path} ${run}`);
    }
  }
});
