import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Webhook } from "standardwebhooks";
import { startShop } from "../../examples/shop/shop.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

const webhookSecret = `whsec_${Buffer.from("a secret of twenty-four").toString("base64")}`;

let server: TestServer;
let shop: Awaited<ReturnType<typeof startShop>>;
before(async () => {
  server = await startTestServer();
  const { url: railsplitUrl, apiKey } = server;
  shop = await startShop({ railsplitUrl, apiKey, webhookSecret, port: 0, database: ":memory:" });
});
after(async () => {
  await shop.stop();
  await server[Symbol.asyncDispose]();
});

type Order = { readonly id: string; readonly paymentUrl: string };

async function order(): Promise<{ id: string; payment: Record<string, unknown> }> {
  const response = await fetch(`${shop.url}/orders`, { method: "POST" });
  assert.equal(response.status, 201);
  const { id, paymentUrl } = (await response.json()) as Order;
  const { body } = await server.call("GET", `/v1/payments/${paymentUrl.split("/").at(-1)}`);
  return { id, payment: body };
}

const shippedAt = async (id: string) => (await (await fetch(`${shop.url}/orders/${id}`)).json()).shippedAt;

/** Sends what Railsplit would, signed with a secret; answers the status. */
async function deliver(data: unknown, { type = "payment.completed", secret = webhookSecret } = {}): Promise<number> {
  const body = JSON.stringify({ type, timestamp: new Date().toISOString(), sequence: 1, data });
  const id = crypto.randomUUID();
  const now = new Date();
  const headers = {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": `${Math.floor(now.getTime() / 1000)}`,
    "webhook-signature": new Webhook(secret).sign(id, now, body),
  };
  const response = await fetch(`${shop.url}/webhooks`, { method: "POST", headers, body });
  return response.status;
}

test("an order becomes a payment of its price under its id", async () => {
  const { id, payment } = await order();
  assert.equal(payment.externalId, id);
  assert.equal(payment.amount, "120.00");
  assert.equal(payment.successUrl, `${shop.url}/?order=${id}`);
  assert.equal(await shippedAt(id), null);
});

test("a paid order is shipped once, however often and at once it is told", async () => {
  const { id, payment } = await order();
  const statuses = await Promise.all(Array.from({ length: 100 }, () => deliver(payment)));
  assert.deepEqual([...new Set(statuses)], [204]);
  const first = await shippedAt(id);
  assert.ok(first);
  await deliver(payment);
  assert.equal(await shippedAt(id), first);
});

test("nothing is shipped on another's signature, another event, another price or an unknown order", async () => {
  const { id, payment } = await order();
  assert.equal(await deliver(payment, { secret: `whsec_${Buffer.from("another secret").toString("base64")}` }), 400);
  assert.equal(await deliver(payment, { type: "payment.processing" }), 204);
  assert.equal(await deliver({ ...payment, amount: "1.20" }), 204);
  assert.equal(await deliver({ ...payment, externalId: "unknown" }), 204);
  assert.equal(await shippedAt(id), null);
});

test("the page loads the checkout's script from the payment server", async () => {
  const text = await (await fetch(shop.url)).text();
  assert.ok(text.includes(`<script src="${server.url}/embed.js"`));
});
