import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { startTestServer, type TestServer } from "../support/test-server.ts";
import { deliverDue } from "../webhooks/deliver-due.ts";
import { sending } from "../webhooks/sending.ts";

type Received = { readonly body: string; readonly headers: Record<string, string> };

// The library compares timestamps with the real clock.
let offset = 0;
const clock = () => new Date(Date.now() + offset);
let server: TestServer;
let url: string;
let secret: string;
const received: Received[] = [];
let refusal: number | undefined;
const receiver = createServer(async (request, response) => {
  received.push({ body: await text(request), headers: request.headers as Record<string, string> });
  response.writeHead(refusal ?? 204).end();
});

before(async () => {
  server = await startTestServer({ clock, webhookTestPatience: 120_000 });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks`;
  secret = (await server.call("POST", "/v1/webhooks", { url })).body.secret;
});
after(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await server[Symbol.asyncDispose]();
});

/** Makes the deliveries that are due and answers those that came. */
async function deliver(): Promise<Received[]> {
  received.length = 0;
  const { database } = server;
  while ((await deliverDue({ database, clock, ...sending })) > 0);
  return [...received];
}

/** Sends a test while a worker, as it were, delivers. */
async function sendTest() {
  received.length = 0;
  const { database } = server;
  const answer = server.call("POST", "/v1/webhooks/test");
  while ((await deliverDue({ database, clock, ...sending })) === 0) await sleep(20);
  return answer;
}

const cancelledPayment = async () => {
  const { body } = await server.call("POST", "/v1/payments", { amount: "5.00", currency: "EUR" });
  await server.call("DELETE", `/v1/payments/${body.id}`);
  return body.id as string;
};

test("a test event goes the way of every other, and what its first attempt came to is answered", async () => {
  const { status, body } = await sendTest();
  assert.deepEqual([status, body.status, body.attempts, body.responseStatus], [200, "DELIVERED", 1, 204]);
  const [delivery] = received;
  assert.ok(delivery);
  const event = new Webhook(secret).verify(delivery.body, delivery.headers) as { type: string };
  assert.equal(event.type, "webhook.test");
  assert.equal(delivery.headers["webhook-id"], body.eventId);
  const { body: list } = await server.call("GET", "/v1/webhooks/deliveries");
  assert.deepEqual([list.data[0].id, list.data[0].status], [body.id, "DELIVERED"]);
});

test("a test of a receiver that refuses answers its status, and is tried again like every other", async () => {
  refusal = 503;
  const { status, body } = await sendTest();
  refusal = undefined;
  assert.deepEqual([status, body.status, body.attempts, body.responseStatus], [200, "PENDING", 1, 503]);
  assert.match(body.lastError, /503/);
  offset += 60_000;
  assert.equal((await deliver()).length, 1);
});

test("a delivery can be made again, under the same id and with the same bytes", async () => {
  await cancelledPayment();
  const [first] = await deliver();
  const { body } = await server.call("GET", "/v1/webhooks/deliveries?limit=1");
  const again = await server.call("POST", `/v1/webhooks/deliveries/${body.data[0].id}/redeliver`);
  assert.deepEqual([again.status, again.body.status], [202, "PENDING"]);
  const [second] = await deliver();
  assert.equal(second?.body, first?.body);
  assert.equal(second?.headers["webhook-id"], first?.headers["webhook-id"]);
  assert.equal((await server.call("POST", "/v1/webhooks/deliveries/x/redeliver")).body.code, "DELIVERY_NOT_FOUND");
});

test("a replay sends all events of a span again, those without an endpoint then included", async () => {
  const from = clock();
  await server.database.updateTable("webhookEndpoints").set({ disabledAt: clock() }).execute();
  const missed = await cancelledPayment();
  assert.deepEqual(await deliver(), []);
  await server.call("PUT", "/v1/webhooks", { url });
  const seen = await cancelledPayment();
  const [live] = await deliver();
  assert.equal(JSON.parse(live?.body ?? "").data.id, seen);
  const to = new Date(clock().getTime() + 1);
  const replayed = await server.call("POST", "/v1/webhooks/replay", { from: from.toISOString(), to: to.toISOString() });
  assert.deepEqual([replayed.status, replayed.body.events], [202, 2]);
  const ids = (await deliver()).map(({ body }) => JSON.parse(body).data.id);
  assert.deepEqual(ids.toSorted(), [missed, seen].toSorted());
  const backwards = { from: to.toISOString(), to: from.toISOString() };
  assert.deepEqual((await server.call("POST", "/v1/webhooks/replay", backwards)).body.errors[0].path, ["to"]);
});

test("deliveries are listed page by page", async () => {
  const first = await server.call("GET", "/v1/webhooks/deliveries?limit=2");
  const second = await server.call("GET", `/v1/webhooks/deliveries?limit=2&cursor=${first.body.nextCursor}`);
  const ids = [...first.body.data, ...second.body.data].map(({ id }: { id: string }) => id);
  assert.deepEqual(ids, ids.toSorted().toReversed());
  assert.equal(new Set(ids).size, ids.length);
});

test("after a rotation both secrets sign for a day, then the new one alone", async () => {
  const rotated = await server.call("POST", "/v1/webhooks/regenerate-secret");
  assert.equal(rotated.headers.get("cache-control"), "no-store");
  const fresh = rotated.body.secret;
  assert.notEqual(fresh, secret);
  const signedBy = async () => {
    await sendTest();
    const [delivery] = received;
    assert.ok(delivery);
    // The library allows five minutes of difference; the clock here is moved by a day.
    const at = new Date(Number(delivery.headers["webhook-timestamp"]) * 1000);
    const signatures = delivery.headers["webhook-signature"]?.split(" ") ?? [];
    const id = delivery.headers["webhook-id"] ?? "";
    return [fresh, secret].map((each) => signatures.includes(new Webhook(each).sign(id, at, delivery.body)));
  };
  assert.deepEqual(await signedBy(), [true, true]);
  offset += 24 * 60 * 60_000 + 1_000;
  assert.deepEqual(await signedBy(), [true, false]);
  offset = 0;
  secret = fresh;
});
