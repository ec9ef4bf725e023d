import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { webhookRenderers } from "../../../src/api/webhook-renderers.ts";
import { runDuePlans } from "../../../src/subscriptions/run-plans.ts";
import { fanOut } from "../../../src/webhooks/enqueue-deliveries.ts";
import { subscriptionsOf } from "../../support/subscriptions.ts";
import { startTestServer, type TestServer } from "../../support/test-server.ts";

let now = new Date("2026-04-01T10:00:00.000Z");
let server: TestServer;
before(async () => {
  server = await startTestServer({ clock: () => now });
});
after(() => server[Symbol.asyncDispose]());

const base = "/api/v1";
const post = (path: string, body: string | object) => server.call("POST", `${base}${path}`, body);
const patch = (path: string, body: string | object) => server.call("PATCH", `${base}${path}`, body);
const get = async (path: string) => (await server.call("GET", `${base}${path}`)).body;
const { work, visit, pay } = subscriptionsOf(() => server);

// What the text of the API prints, to the letter.
const planRequest = `{
    "title": "Monthly Support Retainer",
    "asset": "USDC",
    "expectedAmount": "250.00",
    "interval": "MONTHLY",
    "invoiceExpiresIn": "7d",
    "clientEmail": "client@example.com",
    "startsAt": "2026-04-15T09:00:00.000Z",
    "autoRemindersEnabled": true,
    "reminderPreset": "STANDARD"
  }`;
const packageRequest = `{
    "name": "Pro Support",
    "slug": "pro-support",
    "description": "Monthly support and account reviews",
    "asset": "USDC",
    "amount": "99.00",
    "interval": "MONTHLY",
    "trialDays": 14,
    "widgetButtonLabel": "Start subscription"
  }`;
const enroll = (packageId: string) => `{
    "packageId": "${packageId}",
    "customerEmail": "buyer@example.com",
    "customerName": "Alex Buyer",
    "externalCustomerRef": "cust_2048",
    "startImmediately": true
  }`;

test("PayLinkr: a plan of its text makes an invoice when its period begins, until it is not active", async () => {
  const { status, body: plan } = await post("/recurring-plans", planRequest);
  assert.equal(status, 201);
  const { id, createdAt, updatedAt, nextInvoiceAt, ...answered } = plan;
  assert.match(id, /^plan_[0-9a-z]{26}$/);
  assert.deepEqual(answered, { ...JSON.parse(planRequest), active: true });
  assert.deepEqual(
    [createdAt, updatedAt, nextInvoiceAt],
    [now.toISOString(), now.toISOString(), "2026-04-15T09:00:00.000Z"],
  );
  assert.deepEqual(await get(`/recurring-plans/${id}`), plan);
  assert.deepEqual(await get("/recurring-plans"), { data: [plan], total: 1, page: 1, limit: 20, pages: 1 });
  now = new Date("2026-04-15T09:00:00.000Z");
  await runDuePlans(server.context);
  const {
    data: [invoice],
    total,
  } = await get("/invoices");
  assert.equal(total, 1);
  assert.deepEqual(
    [invoice.title, invoice.expectedAmount, invoice.asset, invoice.expiresAt],
    ["Monthly Support Retainer", "250.00", "USDC", "2026-04-22T09:00:00.000Z"],
  );
  const { body: stopped } = await patch(`/recurring-plans/${id}`, '{"active":false}');
  assert.deepEqual([stopped.active, stopped.nextInvoiceAt], [false, undefined]);
  now = new Date("2026-06-01T09:00:00.000Z");
  await runDuePlans(server.context);
  assert.equal((await get("/invoices")).total, 1);
  const { body: again } = await patch(`/recurring-plans/${id}`, '{"active":true}');
  assert.equal(again.nextInvoiceAt, "2026-06-15T09:00:00.000Z");
});

test("PayLinkr: a package and a subscription of its text, paused, resumed and cancelled", async () => {
  const { status, body: offered } = await post("/subscription-packages", packageRequest);
  assert.equal(status, 201);
  const { id, hostedUrl, embedUrl, createdAt, updatedAt, ...answered } = offered;
  assert.match(id, /^subpkg_[0-9a-z]{26}$/);
  assert.deepEqual(answered, { ...JSON.parse(packageRequest), active: true });
  assert.deepEqual(
    [hostedUrl, embedUrl],
    ["https://pay.example/s/pro-support", `https://pay.example/embed/subscription/${id}`],
  );
  assert.deepEqual([createdAt, updatedAt], [now.toISOString(), now.toISOString()]);
  assert.deepEqual(
    [await get("/subscription-packages/pro-support"), await get(`/subscription-packages/${id}`)],
    [offered, offered],
  );
  assert.equal((await get("/subscription-packages")).total, 1);
  assert.equal((await post("/subscription-packages", packageRequest)).status, 409, "its slug is taken");

  const { status: enrolled, body: subscription } = await post("/subscriptions", enroll(id));
  assert.equal(enrolled, 201);
  assert.match(subscription.id, /^cusub_[0-9a-z]{26}$/);
  const { packageId, customerEmail, customerName, externalCustomerRef } = subscription;
  assert.deepEqual(
    { packageId, customerEmail, customerName, externalCustomerRef, startImmediately: true },
    JSON.parse(enroll(id)),
  );
  assert.deepEqual([subscription.status, subscription.trialEndsAt], ["incomplete", undefined]);
  await pay(await visit(subscription.latestInvoice));
  await work();
  const change = async (action: string) => (await patch(`/subscriptions/${subscription.id}`, { action })).body;
  assert.equal((await get("/subscriptions")).data[0].status, "active");
  assert.equal((await change("pause")).status, "paused");
  assert.equal((await change("resume")).status, "active");
  assert.equal((await get("/subscriptions?status=active")).total, 1);
  assert.equal((await change("cancel")).status, "cancelled");
  const refused = await patch(`/subscriptions/${subscription.id}`, { action: "resume" });
  assert.deepEqual([refused.status, typeof refused.body.error], [409, "string"]);

  const trial = await post("/subscriptions", { packageId: "pro-support", customerEmail: "other@example.com" });
  assert.deepEqual([trial.body.status, trial.body.trialEndsAt], ["trialing", "2026-06-15T09:00:00.000Z"]);
  assert.equal((await patch("/subscription-packages/pro-support", '{"active":false}')).body.active, false);
  assert.equal((await post("/subscriptions", enroll(id))).status, 409, "an inactive package takes nobody");
});

test("PayLinkr: what does not fit is a 422, what is not there a 404, in words", async () => {
  for (const [path, body, field] of [
    ["/recurring-plans", { title: "A", expectedAmount: "0", interval: "MONTHLY" }, "expectedAmount"],
    ["/recurring-plans", { title: "A", expectedAmount: "1", interval: "SOMETIMES" }, "interval"],
    ["/subscription-packages", { name: "A", amount: "1", interval: "MONTHLY", asset: "XLM" }, "asset"],
    ["/subscription-packages", { name: "A", amount: "1", interval: "MONTHLY", slug: "No Slug" }, "slug"],
    ["/subscriptions", { packageId: "pro-support", customerEmail: "nobody" }, "customerEmail"],
  ] as const) {
    const answer = await post(path, body);
    assert.deepEqual(
      [answer.status, String(answer.body.error).startsWith(field)],
      [422, true],
      `${path} ${answer.body.error}`,
    );
  }
  assert.equal((await post("/subscriptions", { packageId: "nothing", customerEmail: "a@b.example" })).status, 404);
  assert.equal((await server.call("GET", `${base}/recurring-plans/x`)).status, 404);
});

test("PayLinkr: its webhook destination is set, tested, read and removed, and hears of invoices and subscriptions in its words", async () => {
  assert.deepEqual(await get("/webhooks"), { webhookUrl: null, enabled: false });
  const set = '{\n    "webhookUrl": "https://example.com/paylinkr/webhooks",\n    "regenerateSecret": false\n  }';
  const { body: made } = await patch("/webhooks", set);
  assert.match(made.webhookSecret, /^whsec_/);
  const { webhookSecret, ...shown } = made;
  assert.deepEqual(await get("/webhooks"), shown);
  assert.notEqual((await patch("/webhooks", { regenerateSecret: true })).body.webhookSecret, webhookSecret);
  assert.equal((await server.call("POST", `${base}/webhooks/test`)).status, 202, "nobody delivers here");
  const monthly = { name: "Logs", amount: "5", interval: "MONTHLY" };
  const { body: offered } = await post("/subscription-packages", monthly);
  const { body: subscription } = await post("/subscriptions", {
    packageId: offered.id,
    customerEmail: "logs@example.com",
  });
  await fanOut({ ...server.context, renderers: webhookRenderers(server.context) });
  const { data, total } = await get("/subscriptions/webhook-logs?limit=10");
  assert.ok(total >= 2);
  const own = data.filter(({ event }: { event: string }) => event.startsWith("subscription."));
  assert.equal(own.length, data.length, "about subscriptions alone");
  assert.ok(
    (await get("/webhooks/logs?limit=25")).data.some(({ event }: { event: string }) => event === "webhook.test"),
  );
  const events = server.database.selectFrom("events").selectAll().where("type", "=", "subscription.created");
  const row = await events.orderBy("serial", "desc").executeTakeFirstOrThrow();
  const { subjectType, subjectId, ...event } = row;
  const body = webhookRenderers(server.context).paylinkr?.render({
    ...event,
    subject: { type: subjectType, id: subjectId },
  });
  const told = JSON.parse(body ?? "");
  assert.deepEqual(
    [told.event, told.id, told.data.id, told.data.status],
    ["subscription.created", row.id, subscription.id, "incomplete"],
  );
  assert.deepEqual((await patch("/webhooks", { webhookUrl: null })).body, { webhookUrl: null, enabled: false });
  assert.equal((await server.call("POST", `${base}/webhooks/test`)).status, 404);
});
