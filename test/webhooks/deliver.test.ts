import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { after, before, beforeEach, test } from "node:test";
import { Webhook } from "standardwebhooks";
import { cancelPayment } from "../../src/payments/cancel-payment.ts";
import { recordEvent } from "../../src/payments/record-event.ts";
import type { WebhookEndpoint } from "../../src/store/index.ts";
import type { WebhookRenderers } from "../../src/webhooks/bodies.ts";
import { updateWebhookEndpoint } from "../../src/webhooks/endpoints.ts";
import { fanOut } from "../../src/webhooks/enqueue-deliveries.ts";
import { delayAfter } from "../../src/webhooks/schedule.ts";
import { type Harness, minutes, startHarness } from "../support/payments-harness.ts";
import { renderers } from "../support/webhook-renderers.ts";
import { deliverDue } from "./deliver-due.ts";
import { sending } from "./sending.ts";

type Delivery = { path: string | undefined; body: string; headers: IncomingMessage["headers"] };

let harness: Harness;
let endpoint: WebhookEndpoint;
let payment: string;
let secret: string;
let answer: (response: ServerResponse) => unknown;
const deliveries: Delivery[] = [];
const receiver = createServer(async (request, response) => {
  deliveries.push({ path: request.url, body: await text(request), headers: request.headers });
  await answer(response);
});

const deliver = (by: WebhookRenderers = renderers) => deliverDue({ ...harness, ...sending, renderers: by });
const deliveryRow = () => harness.database.selectFrom("webhookDeliveries").selectAll().executeTakeFirstOrThrow();

before(async () => {
  harness = await startHarness();
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const { port } = receiver.address() as AddressInfo;
  endpoint = await harness.database
    .updateTable("webhookEndpoints")
    .set({ url: `http://127.0.0.1:${port}/hooks` })
    .returningAll()
    .executeTakeFirstOrThrow();
  ({ secret } = await harness.database.selectFrom("webhookSecrets").select("secret").executeTakeFirstOrThrow());
});
after(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await harness[Symbol.asyncDispose]();
});
beforeEach(async () => {
  harness.setTime(minutes(0));
  deliveries.length = 0;
  answer = (response) => response.writeHead(204).end();
  await harness.database.deleteFrom("webhookDeliveries").execute();
  await harness.database.updateTable("webhookEndpoints").set({ url: endpoint.url, disabledAt: null }).execute();
  payment = await harness.newPayment();
  await harness.database
    .transaction()
    .execute((transaction) => recordEvent(harness, transaction, payment, "payment.expired"));
});

test("a delivery is verified by the Standard Webhooks library and tells the merchant's view", async () => {
  // The library compares the signed time with the machine's clock.
  harness.setTime(new Date());
  assert.equal(await deliver(), 1);
  const [delivery] = deliveries;
  assert.ok(delivery);
  const verified = new Webhook(secret).verify(delivery.body, delivery.headers as Record<string, string>);
  const { type, sequence, data } = verified as { type: string; sequence: number; data: { id: string; status: string } };
  assert.deepEqual([type, sequence, data.id, data.status], ["payment.expired", 1, payment, "ACTIVE"]);
  assert.equal((await deliveryRow()).status, "DELIVERED");
  assert.equal(await deliver(), 0);
});

test("a signature by another secret or over another body does not hold", async () => {
  harness.setTime(new Date());
  await deliver();
  const { body, headers } = deliveries[0] as Delivery;
  const foreign = new Webhook(`whsec_${Buffer.alloc(24, 1).toString("base64")}`);
  assert.throws(() => foreign.verify(body, headers as Record<string, string>));
  assert.throws(() => new Webhook(secret).verify(`${body} `, headers as Record<string, string>));
});

test("a failed delivery is tried again on schedule, with the same id and the same bytes", async () => {
  answer = (response) => response.writeHead(500).end();
  await deliver();
  const row = await deliveryRow();
  assert.equal(row.status, "PENDING");
  assert.equal(row.responseStatus, 500);
  assert.deepEqual(row.nextAttemptAt, new Date(minutes(0).getTime() + 5_000));
  assert.equal(await deliver(), 0);
  harness.setTime(new Date(minutes(0).getTime() + 5_000));
  answer = (response) => response.writeHead(200).end();
  assert.equal(await deliver(), 1);
  assert.equal(deliveries[1]?.body, deliveries[0]?.body);
  assert.equal(deliveries[1]?.headers["webhook-id"], deliveries[0]?.headers["webhook-id"]);
  assert.equal((await deliveryRow()).attempts, 2);
});

test("deliver: the body is the payment at the moment of the event, rendered once: another release sends the same bytes", async () => {
  answer = (response) => response.writeHead(500).end();
  const { organizationId, mode } = endpoint;
  await cancelPayment(harness, payment, { organizationId, mode });
  await deliver();
  const bodies = new Map(deliveries.map(({ body }) => [JSON.parse(body).type as string, body]));
  assert.equal(JSON.parse(bodies.get("payment.expired") ?? "").data.status, "ACTIVE");
  assert.equal(JSON.parse(bodies.get("payment.cancelled") ?? "").data.status, "CANCELLED");
  deliveries.length = 0;
  harness.setTime(new Date(minutes(0).getTime() + 5_000));
  assert.equal(
    await deliver({ standard: { nameOf: ({ type }: { type: string }) => type, render: () => "of another release" } }),
    2,
  );
  assert.deepEqual(new Set(deliveries.map(({ body }) => body)), new Set(bodies.values()));
});

test("deliver: an event that cannot be rendered in the endpoint's style fails alone, and says so", async () => {
  const failing = {
    standard: { nameOf: ({ type }: { type: string }) => type, render: () => assert.fail("no such shape") },
  };
  await deliver(failing);
  assert.match(
    (await deliveryRow()).lastError ?? "",
    /payment.expired cannot be written in the style "standard".*no such shape/,
  );
  harness.setTime(new Date(minutes(0).getTime() + 5_000));
  await deliver({});
  assert.equal((await deliveryRow()).lastError, 'This server has no webhook style "standard".');
  assert.equal(deliveries.length, 0);
  harness.setTime(minutes(2));
  await deliver();
  assert.equal((await deliveryRow()).status, "DELIVERED");
});

test("a redirect is a failure and is not followed", async () => {
  answer = (response) => response.writeHead(302, { location: endpoint.url }).end();
  await deliver();
  assert.equal(deliveries.length, 1);
  assert.equal((await deliveryRow()).status, "PENDING");
});

test("410 ends the delivery and disables the endpoint: nothing more is sent there", async () => {
  answer = (response) => response.writeHead(410).end();
  await deliver();
  assert.equal((await deliveryRow()).status, "FAILED");
  const { disabledAt } = await harness.database
    .selectFrom("webhookEndpoints")
    .select("disabledAt")
    .executeTakeFirstOrThrow();
  assert.deepEqual(disabledAt, minutes(0));
});

test("410 from where the endpoint was before does not disable where it is now: the event goes there next", async () => {
  const url = new URL("/moved", endpoint.url).href;
  answer = async (response) => {
    await updateWebhookEndpoint({ ...harness, webhookTargets: "any" }, endpoint, { url });
    response.writeHead(410).end();
  };
  await deliver();
  const now = await harness.database.selectFrom("webhookEndpoints").selectAll().executeTakeFirstOrThrow();
  assert.deepEqual([now.url, now.disabledAt], [url, null]);
  harness.setTime(new Date(minutes(0).getTime() + 5_000));
  answer = (response) => response.writeHead(204).end();
  assert.equal(await deliver(), 1);
  assert.equal(deliveries[1]?.path, "/moved");
  assert.equal((await deliveryRow()).status, "DELIVERED");
});

test("a worker that died with a delivery in hand loses nothing: the lease runs out and another makes it", async () => {
  await fanOut({ ...harness, renderers });
  // What a worker writes before it sends, and no more.
  await harness.database
    .updateTable("webhookDeliveries")
    .set({ attempts: 1, nextAttemptAt: new Date(minutes(0).getTime() + 30_000) })
    .execute();
  assert.equal(await deliver(), 0);
  harness.setTime(new Date(minutes(0).getTime() + 30_000));
  assert.equal(await deliver(), 1);
  assert.equal((await deliveryRow()).status, "DELIVERED");
});

test("two workers at once make one delivery", async () => {
  const taken = await Promise.all([deliver(), deliver(), deliver()]);
  assert.deepEqual(taken.toSorted(), [0, 0, 1]);
  assert.equal(deliveries.length, 1);
});

test("the schedule has eleven attempts over more than three days", () => {
  const waits = Array.from({ length: 12 }, (_, attempts) => delayAfter(attempts, 0));
  assert.deepEqual(waits.slice(1, 4), [5_000, 60_000, 300_000]);
  assert.equal(waits[11], null);
  const total = waits.reduce<number>((sum, wait) => sum + (wait ?? 0), 0);
  assert.ok(total >= 3 * 24 * 3_600_000);
  assert.equal(delayAfter(1, 0.5), 5_250);
});
