import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { createOrganization } from "../../src/access/organizations.ts";
import { systemClock as clock } from "../../src/runtime/clock.ts";
import { type Database, openDatabase } from "../../src/store/index.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { settlementAddress } from "../support/test-server.ts";

const onServer = process.env.DATABASE_URL !== undefined;
const skip = onServer ? false : "the embedded database serves one process: set DATABASE_URL";

type Running = { readonly process: ChildProcess; readonly url: string };

let testDatabase: TestDatabase;
let database: Database;
let headers: Record<string, string>;
let organizationId: string;
const running: Running[] = [];
const received = new Map<string, number>();
/** What the receiver does before it answers. */
let dawdle = async () => {};
const receiver = createServer(async (request, response) => {
  await text(request);
  const id = `${request.headers["webhook-id"]}`;
  received.set(id, (received.get(id) ?? 0) + 1);
  await dawdle();
  response.writeHead(204).end();
});

async function start(): Promise<Running> {
  const url = "url" in testDatabase.options ? testDatabase.options.url : "";
  const child = fork(fileURLToPath(new URL("server-process.ts", import.meta.url)), {
    env: { ...process.env, PROCESS_DATABASE_URL: url },
    execArgv: [],
  });
  const [address] = await once(child, "message");
  return { process: child, url: address };
}

before(async () => {
  if (!onServer) return;
  testDatabase = await createTestDatabase();
  database = await openDatabase(testDatabase.options);
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  organizationId = (await createOrganization({ database, clock }, { name: "Test", settlementAddress })).id;
  const { key } = await issueApiKey({ database, clock }, { organizationId, mode: "test" });
  headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  running.push(...(await Promise.all([start(), start(), start()])));
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  await call(0, "POST", "/v1/webhooks", { url });
});

after(async () => {
  if (!onServer) return;
  for (const { process } of running) process.kill("SIGKILL");
  receiver.closeAllConnections();
  receiver.close();
  await database.destroy();
  await testDatabase.drop();
});

/** Asks the processes in turn. */
async function call(index: number, method: string, path: string, body?: object, more: Record<string, string> = {}) {
  const { url } = running[index % running.length] as Running;
  const init = { method, headers: { ...headers, ...more }, body: JSON.stringify(body ?? {}) };
  const response = await fetch(new URL(path, url), init);
  return { status: response.status, text: await response.text() };
}

const usd = { amount: "5.00", currency: "USD" };

/** Creates and cancels payments over all processes: one event each. */
async function cancelPayments(count: number): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const { text } = await call(index, "POST", "/v1/payments", usd);
      await call(index + 1, "DELETE", `/v1/payments/${JSON.parse(text).id}`);
    }),
  );
}

async function eventIds(): Promise<string[]> {
  const rows = await database.selectFrom("events").select("id").where("organizationId", "=", organizationId).execute();
  return rows.map(({ id }) => id);
}

async function untilDelivered(ids: readonly string[]): Promise<void> {
  for (const end = Date.now() + 60_000; ids.some((id) => !received.has(id)); await sleep(50)) {
    assert.ok(Date.now() < end, `${ids.filter((id) => !received.has(id)).length} of ${ids.length} never came`);
  }
}

test("one externalId over three processes makes one payment", { skip }, async () => {
  const body = { ...usd, externalId: "order-1" };
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) => call(index, "POST", "/v1/payments", body)),
  );
  const count = (status: number) => answers.filter((answer) => answer.status === status).length;
  assert.deepEqual([count(201), count(409)], [1, 99]);
});

test("one Idempotency-Key over three processes makes one payment and one answer", { skip }, async () => {
  const key = { "idempotency-key": "order-2" };
  const before = await countPayments();
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) => call(index, "POST", "/v1/payments", usd, key)),
  );
  answers.push(...(await Promise.all([0, 1, 2].map((index) => call(index, "POST", "/v1/payments", usd, key)))));
  const created = answers.filter(({ status }) => status === 201);
  assert.ok(created.length >= 4);
  assert.equal(new Set(created.map(({ text }) => text)).size, 1);
  assert.equal(await countPayments(), before + 1);
});

async function countPayments(): Promise<number> {
  return (await database.selectFrom("payments").select("id").execute()).length;
}

test("three workers make each delivery once", { skip }, async () => {
  await cancelPayments(60);
  const ids = await eventIds();
  await untilDelivered(ids);
  await sleep(500);
  assert.deepEqual(
    ids.filter((id) => received.get(id) !== 1),
    [],
  );
});

test("three workers expire each payment once", { skip }, async () => {
  const made = await Promise.all(Array.from({ length: 30 }, (_, index) => call(index, "POST", "/v1/payments", usd)));
  const ids = made.map(({ text }) => JSON.parse(text).id as string);
  await database.updateTable("payments").set({ expiresAt: clock() }).where("id", "in", ids).execute();
  const expired = () => database.selectFrom("events").select("sequence").where("subjectId", "in", ids).execute();
  for (const end = Date.now() + 60_000; (await expired()).length < 30; await sleep(50)) assert.ok(Date.now() < end);
  await sleep(500);
  assert.deepEqual(
    (await expired()).map(({ sequence }) => sequence),
    ids.map(() => 1),
  );
});

test("kill -9 in the middle of deliveries loses none: another process makes them when the lease is up", {
  skip,
}, async () => {
  await untilDelivered(await eventIds());
  dawdle = () => sleep(300);
  const delivering = cancelPayments(60);
  await sleep(400);
  const [victim] = running.splice(0, 1);
  victim?.process.kill("SIGKILL");
  await delivering.catch(() => {});
  await untilDelivered(await eventIds());
  const waiting = async () =>
    database.selectFrom("webhookDeliveries").select("id").where("status", "=", "PENDING").execute();
  for (const end = Date.now() + 60_000; (await waiting()).length > 0; await sleep(200)) assert.ok(Date.now() < end);
});
