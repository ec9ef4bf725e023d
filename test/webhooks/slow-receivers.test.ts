import assert from "node:assert/strict";
import { lookup } from "node:dns/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { createOrganization } from "../../src/access/organizations.ts";
import type { WakefulTask } from "../../src/runtime/background-task.ts";
import { systemClock as clock } from "../../src/runtime/clock.ts";
import type { Database } from "../../src/store/index.ts";
import { createWebhookEndpoint } from "../../src/webhooks/endpoints.ts";
import { capacity, leaseDue } from "../../src/webhooks/lease-due.ts";
import { createNameResolver } from "../../src/webhooks/resolve-name.ts";
import { startDelivering } from "../../src/webhooks/start-delivering.ts";
import { sendTestEvent } from "../../src/webhooks/test-event.ts";
import { openTestDatabase } from "../support/database.ts";
import { settlementAddress } from "../support/test-server.ts";
import { renderers } from "../support/webhook-renderers.ts";
import { sending, startNameServer } from "./sending.ts";

let opened: Awaited<ReturnType<typeof openTestDatabase>>;
let database: Database;
let url: string;

/** Takes every request and answers those to `/quick`; the others wait here. */
let answered = 0;
let givenUp = 0;
let silent = true;
const waiting: ServerResponse[] = [];
const answer = (response: ServerResponse | undefined) => response?.writeHead(204).end();
const receiver = createServer((request, response) => {
  if (request.url === "/quick") {
    answered += 1;
    answer(response);
  } else if (silent) {
    waiting.push(response);
    response.on("close", () => {
      if (!response.writableEnded) givenUp += 1;
    });
  } else answer(response);
});
function answerAll(): void {
  silent = false;
  for (const response of waiting) if (!response.writableEnded) answer(response);
}
const workers: WakefulTask[] = [];

before(async () => {
  opened = await openTestDatabase();
  database = opened.database;
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
});
after(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await opened[Symbol.asyncDispose]();
});
beforeEach(async () => {
  answered = 0;
  givenUp = 0;
  silent = true;
  waiting.length = 0;
  await database.deleteFrom("webhookDeliveries").execute();
});

afterEach(async () => {
  answerAll();
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
});

/** A merchant's endpoint at that path, for which so many events are due. Answers its id. */
const endpointWith = (path: string, due: number) => endpointAt(`${url}${path}`, due);

async function endpointAt(target: string, due: number): Promise<string> {
  const { id: organizationId } = await createOrganization({ database, clock }, { name: "Test", settlementAddress });
  const owner = { organizationId, mode: "test" } as const;
  const { id } = await createWebhookEndpoint({ database, clock, ...sending }, owner, { url: target });
  for (let count = 0; count < due; count += 1) await sendTestEvent({ database, clock }, owner);
  return id;
}

function start(options: Partial<typeof sending> = {}): WakefulTask {
  const log = pino({ level: "silent" });
  const worker = startDelivering({ database, clock, ...sending, ...options }, log);
  workers.push(worker);
  return worker;
}

async function until(reached: () => boolean): Promise<void> {
  for (const end = Date.now() + 60_000; !reached(); await sleep(5))
    assert.ok(Date.now() < end, "It never came to that.");
}

const statesOf = async (endpointId: string) =>
  database
    .selectFrom("webhookDeliveries")
    .select(["status", "attempts"])
    .where("endpointId", "=", endpointId)
    .orderBy("attempts", "desc")
    .execute();

test("a receiver that never answers holds up its own deliveries and nobody else's", async () => {
  const more = 20;
  const slow = await endpointWith("/silent", capacity.perEndpoint + more);
  const quick = await endpointWith("/quick", 50);
  const worker = start();
  await until(() => answered === 50);
  // Nobody had to wait until the silent one was given up.
  assert.equal(givenUp, 0);
  await until(() => waiting.length === capacity.perEndpoint);
  const attempts = (await statesOf(slow)).map((delivery) => delivery.attempts);
  assert.deepEqual(attempts, [...Array(capacity.perEndpoint).fill(1), ...Array(more).fill(0)]);
  // A place that becomes free is taken by the next.
  answer(waiting[0]);
  await until(() => waiting.length === capacity.perEndpoint + 1);
  answerAll();
  await worker.stop();
  assert.ok((await statesOf(quick)).every(({ status, attempts }) => status === "DELIVERED" && attempts === 1));
});

test("a worker that stops finishes what is under way and takes nothing more", async () => {
  const slow = await endpointWith("/silent", capacity.perEndpoint + 1);
  const worker = start();
  await until(() => waiting.length === capacity.perEndpoint);
  const stopping = worker.stop();
  answerAll();
  await stopping;
  const finished = Array(capacity.perEndpoint).fill({ status: "DELIVERED", attempts: 1 });
  assert.deepEqual(await statesOf(slow), [...finished, { status: "PENDING", attempts: 0 }]);
});

test("room that is short goes first to who has least under way, then to who waits longest", async () => {
  const full = await endpointWith("/silent", 5);
  const busy = await endpointWith("/silent", 5);
  const idle = await endpointWith("/quick", 5);
  const elsewhere = capacity.all - capacity.perEndpoint - 2 - 3;
  const underWay = new Map([
    [full, capacity.perEndpoint],
    [busy, 2],
    ["elsewhere", elsewhere],
  ]);
  const leased = await leaseDue({ database, clock, renderers }, underWay);
  // Room for three: the idle one's first and second, then the third of either, of which the busy one's is older.
  const ids = leased.map(({ endpoint }) => endpoint.id);
  assert.deepEqual(ids.toSorted(), [busy, idle, idle].toSorted());
  assert.deepEqual(await leaseDue({ database, clock, renderers }, new Map([["elsewhere", capacity.all]])), []);
});

test("workers that look at once share one endpoint's queue, and nobody waits for another's lock", async () => {
  const surplus = capacity.perEndpoint / 2;
  const count = capacity.perEndpoint + surplus;
  await endpointWith("/quick", count);
  const leases = await Promise.all([1, 2].map(() => leaseDue({ database, clock, renderers }, new Map())));
  assert.deepEqual(
    leases.map(({ length }) => length).toSorted((a, b) => a - b),
    [surplus, capacity.perEndpoint],
  );
  assert.equal(new Set(leases.flat().map(({ event }) => event.id)).size, count);
});

test("startDelivering: 40 receivers whose name server never answers hold up no other, and no connection of the process", async () => {
  const names = await startNameServer(() => undefined);
  const silentOwners = await Promise.all(
    Array.from({ length: 40 }, (_, index) => endpointAt(`http://silent-${index}.example/`, 1)),
  );
  await endpointWith("/quick", 20);
  const worker = start({ resolveName: createNameResolver({ servers: [names.server] }) });
  const namesAsked = () => new Set(names.asked).size;
  await until(() => answered === 20 && namesAsked() === 40);
  // Node's own resolution, in the threads that all connections share.
  await lookup("localhost");
  const states = await Promise.all(silentOwners.map(statesOf));
  assert.ok(states.flat().every(({ status, attempts }) => status === "PENDING" && attempts === 1));
  const lastErrors = await database
    .selectFrom("webhookDeliveries")
    .select("id")
    .where("lastError", "is not", null)
    .execute();
  assert.deepEqual(lastErrors, [], "the others were delivered before any of these was given up");
  await worker.stop();
  names.stop();
});
