import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { webhookRenderers } from "../../../src/api/webhook-renderers.ts";
import { listEvents } from "../../../src/events/index.ts";
import { recordEvent } from "../../../src/payments/record-event.ts";
import { markSettled } from "../../../src/payments/settlement.ts";
import { chainById } from "../../../src/protocol/index.ts";
import { createMarketRates } from "../../../src/rates/market-rates.ts";
import { uuidOf } from "../../../src/schemas/index.ts";
import { fanOut } from "../../../src/webhooks/enqueue-deliveries.ts";
import { startTestServer, type TestServer } from "../../support/test-server.ts";
import { assertLikeExample, wholeSeconds } from "./examples.ts";

let now = new Date("2025-11-03T14:22:00.000Z");
let server: TestServer;
before(async () => {
  const rates = createMarketRates({ sources: [], clock: () => now, log: { warn() {} } });
  const chains = [137, 11155111].flatMap((id) => {
    const chain = chainById(id);
    return chain ? [{ ...chain, mode: "test" as const }] : [];
  });
  server = await startTestServer({ clock: () => now, chains, rates });
});
after(() => server[Symbol.asyncDispose]());

const owner = () => ({ organizationId: server.organizationId, mode: "test" as const });
const renderers = webhookRenderers({ checkoutUrl: "https://pay.example/p", publicUrl: "https://pay.example" });

/** Has the payment paid, and says so; answers the event. */
async function complete(id: string, chainId: number, token: string, transactionHash: `0x${string}`) {
  const { body: quote } = await server.call("POST", `/v1/checkout/${id}/quotes`, { chainId, token }, {});
  now = new Date("2025-11-03T14:30:15.000Z");
  await server.database.transaction().execute(async (transaction) => {
    const settlement = { quoteId: quote.id, transactionHash, blockNumber: 1n, receivedAmount: 1n, paidAt: now };
    await markSettled(server.context, transaction, { id, status: "ACTIVE" }, settlement);
    await transaction.updateTable("payments").set({ status: "SUCCESSFUL" }).where("id", "=", id).execute();
    await recordEvent(server.context, transaction, id, "payment.completed");
  });
  await fanOut({ database: server.database, clock: () => now, renderers });
  const [event] = (await listEvents(server.database, owner(), { limit: 100 }))
    .filter(({ subject }) => subject.id === id)
    .toReversed();
  assert.ok(event);
  return event;
}

/** The types of the deliveries on their way to an endpoint. */
async function deliveredTo(endpointId: string): Promise<string[]> {
  const { body } = await server.call("GET", `/v1/webhooks/deliveries?endpointId=${endpointId}`);
  return body.data.map(({ type }: { type: string }) => type);
}

test("pymstr-links: a webhook is as the text prints it, and tells of single-use links alone", async () => {
  const metadata = { userId: "user_123", planId: "premium_annual" };
  const wanted = { price: 99.99, currency: "USDC", chain: "Polygon", metadata };
  const { body: link } = await server.call("POST", "/v1/payment-links", wanted);
  const url = "https://shop.example/pymstr";
  const { body: endpoint } = await server.call("POST", "/v1/webhooks/endpoints", { url, style: "pymstr-links" });
  const { body: other } = await server.call("POST", "/v1/payments", {
    amount: "5.00",
    currency: "USD",
    acceptedChains: [137],
  });
  await complete(other.id, 137, "USDC", `0x${"01".repeat(32)}`);
  now = new Date("2025-11-03T14:22:00.000Z");
  const event = await complete(uuidOf("PL", link.linkId) ?? "", 137, "USDC", `0x${"1234567890abcdef".repeat(4)}`);
  const body = JSON.parse(renderers["pymstr-links"]?.render(event) ?? "");
  const example = JSON.parse(`{
"event": "payment.completed",
"linkId": "PL_xK9mP2nQ4r",
"price": 99.99,
"currency": "USDC",
"chain": "Polygon",
"txHash": "0x1234567890abcdef...",
"metadata": {
"userId": "user_123",
"planId": "premium_annual"
},
"timestamp": "2025-11-03T14:30:15Z"
}`);
  assertLikeExample(body, example, { linkId: /^PL_[0-9a-z]{26}$/, txHash: /^0x[0-9a-f]{64}$/ });
  assert.equal(body.linkId, link.linkId);
  assert.deepEqual(await deliveredTo(endpoint.id), ["payment.completed"], "of the link alone");
});

test("payin: endpoints are made by the text's own request, changed and deleted; they hear of orders by its names", async () => {
  const path = "/api/v1/webhooks/endpoints";
  const example = `{
"url": "https://your-api.com/webhooks/payin",
"events": ["order.completed", "deposit.confirmed"],
"secret": "webhook_secret_key"
}`;
  const made = await server.call("POST", path, example);
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const { id, createdAt, ...shown } = made.body;
  assert.match(createdAt, wholeSeconds);
  assert.deepEqual(shown, {
    url: "https://your-api.com/webhooks/payin",
    events: ["order.completed", "deposit.confirmed"],
    enabled: true,
  });
  // The newest first: of the same millisecond, either may be.
  now = new Date(now.getTime() + 1_000);
  const second = await server.call("POST", path, { url: "https://your-api.com/all" });
  assert.match(second.body.secret, /^whsec_/, "made here, so answered");
  const list = await server.call("GET", path);
  assert.deepEqual(
    list.body.data.map(({ id: each }: { id: string }) => each),
    [second.body.id, id],
  );
  assert.equal(list.body.pagination.total, 2, "none of another style");

  const { body: order } = await server.call("POST", "/api/v1/orders", {
    orderReference: "ORDER-2025-001",
    amount: "100.00",
    currency: "USDT",
    chainId: "ethereum-sepolia",
  });
  const event = await complete(uuidOf("ord", order.orderId) ?? "", 11155111, "USDT", `0x${"02".repeat(32)}`);
  const { address: _, ...ofOrder } = order;
  assert.deepEqual(JSON.parse(renderers.payin?.render(event) ?? ""), {
    id: event.id,
    type: "order.completed",
    createdAt: "2025-11-03T14:30:15Z",
    data: { ...ofOrder, status: "completed", txHash: `0x${"02".repeat(32)}`, completedAt: "2025-11-03T14:30:15Z" },
  });
  for (const each of [id, second.body.id]) assert.deepEqual(await deliveredTo(each), ["payment.completed"]);
  const events = await server.call("GET", "/api/v1/webhooks/events?type=order.completed");
  assert.deepEqual(
    events.body.data.map(({ id: each, type }: Record<string, string>) => [each, type]),
    [[event.id, "order.completed"]],
  );
  assert.equal((await server.call("GET", "/api/v1/webhooks/events?type=order.expired")).body.pagination.total, 0);

  const changed = await server.call("PUT", `${path}/${id}`, { events: ["*"], secret: "another_secret_of_mine" });
  assert.deepEqual([changed.status, changed.body.url, changed.body.events], [200, shown.url, ["*"]]);
  assert.deepEqual((await server.call("DELETE", `${path}/${id}`)).body, { id, deleted: true });
  const gone = await server.call("DELETE", `${path}/${id}`);
  assert.deepEqual([gone.status, gone.body.code], [404, "RESOURCE_NOT_FOUND"]);
  const { body: native } = await server.call("POST", "/v1/webhooks/endpoints", { url: "https://shop.example/own" });
  assert.equal(
    (await server.call("PUT", `${path}/${native.id}`, { url: "https://x.example" })).status,
    404,
    "of another style",
  );
});

test("replay: each style is sent what it has words for, in turns of five hundred", async () => {
  now = new Date("2025-11-03T14:22:00.000Z");
  await server.call("POST", "/v1/webhooks/endpoints", { url: "https://shop.example/everything" });
  const priced = { amount: "5.00", currency: "USD", acceptedChains: [137] };
  const { body: payment } = await server.call("POST", "/v1/payments", priced);
  await complete(payment.id, 137, "USDC", `0x${"03".repeat(32)}`);
  const events = await listEvents(server.database, owner(), { limit: 100 });
  const span = { from: "2025-11-03T00:00:00Z", to: "2025-11-04T00:00:00Z" };
  const { body } = await server.call("POST", "/v1/webhooks/replay", span);
  assert.equal(body.events, events.length, "to the one that hears of everything");
  assert.ok(body.events > 0);
});
