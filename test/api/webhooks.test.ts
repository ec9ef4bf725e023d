import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
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
const receiver = createServer(async (request, response) => {
  received.push({ body: await text(request), headers: request.headers as Record<string, string> });
  response.writeHead(204).end();
});

before(async () => {
  server = await startTestServer({ clock });
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

const cancelledPayment = async () => {
  const { body } = await server.call("POST", "/v1/payments", { amount: "5.00", currency: "EUR" });
  await server.call("DELETE", `/v1/payments/${body.id}`);
  return body.id as string;
};

test("a test event goes the way of every other", async () => {
  const queued = await server.call("POST", "/v1/webhooks/test");
  assert.deepEqual([queued.status, queued.body.status, queued.body.type], [202, "PENDING", "webhook.test"]);
  const [delivery] = await deliver();
  assert.ok(delivery);
  const event = new Webhook(secret).verify(delivery.body, delivery.headers) as { type: string };
  assert.equal(event.type, "webhook.test");
  assert.equal(delivery.headers["webhook-id"], queued.body.eventId);
  const { body } = await server.call("GET", "/v1/webhooks/deliveries");
  assert.deepEqual([body.data[0].id, body.data[0].status, body.data[0].attempts], [queued.body.id, "DELIVERED", 1]);
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
    await server.call("POST", "/v1/webhooks/test");
    const [delivery] = await deliver();
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
