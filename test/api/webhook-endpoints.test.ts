import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { after, before, beforeEach, test } from "node:test";
import { Webhook } from "standardwebhooks";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";
import { deliverDue } from "../webhooks/deliver-due.ts";
import { sending } from "../webhooks/sending.ts";

type Received = { readonly path: string; readonly body: string; readonly headers: Record<string, string> };

const clock = () => new Date();
const path = "/v1/webhooks/endpoints";
let server: TestServer;
let origin: string;
let status = 204;
const received: Received[] = [];
const receiver = createServer(async (request, response) => {
  const headers = request.headers as Record<string, string>;
  received.push({ path: request.url ?? "", body: await text(request), headers });
  response.writeHead(status).end();
});

before(async () => {
  server = await startTestServer();
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
});
after(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await server[Symbol.asyncDispose]();
});
beforeEach(async () => {
  status = 204;
  const { body } = await server.call("GET", path);
  for (const { id } of body.data) await server.call("DELETE", `${path}/${id}`);
  await deliver();
});

async function deliver(): Promise<Received[]> {
  received.length = 0;
  while ((await deliverDue({ database: server.database, clock, ...sending })) > 0);
  return [...received];
}

const add = async (name: string, settings: object = {}) => {
  const answer = await server.call("POST", path, { url: `${origin}/${name}`, ...settings });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body;
};

/** Two events: an expired payment's life is not waited for. */
async function cancelPayment(): Promise<string> {
  const { body } = await server.call("POST", "/v1/payments", { amount: "5.00", currency: "EUR" });
  await server.call("DELETE", `/v1/payments/${body.id}`);
  return body.id;
}

test("webhook endpoints: each gets the events that it asked for, signed by its own secret", async () => {
  const all = await add("all");
  const some = await add("some", { events: ["payment.completed", "payment.cancelled"] });
  await add("others", { events: ["payment.late"] });
  const paymentId = await cancelPayment();
  const deliveries = await deliver();
  assert.deepEqual(deliveries.map((one) => one.path).toSorted(), ["/all", "/some"]);
  for (const { path: to, body, headers } of deliveries) {
    const [own, other] = to === "/all" ? [all, some] : [some, all];
    assert.equal((new Webhook(own.secret).verify(body, headers) as { type: string }).type, "payment.cancelled");
    assert.throws(() => new Webhook(other.secret).verify(body, headers));
  }
  const filtered = async (query: string) =>
    (await server.call("GET", `/v1/webhooks/deliveries?${query}`)).body.data.length;
  assert.equal(await filtered(`endpointId=${some.id}`), 1);
  assert.equal(await filtered(`endpointId=${some.id}&status=FAILED`), 0);
  assert.equal(await filtered(`endpointId=${some.id}&type=payment.late`), 0);
  assert.equal(await filtered(`paymentId=${paymentId}`), 2);
  assert.equal(await filtered(`paymentId=${some.id}`), 0);
});

test("webhook endpoints: a receiver's own secret signs, by its bytes where it is no whsec_", async () => {
  const raw = "webhook_secret_key";
  const whsec = `whsec_${Buffer.alloc(32, 9).toString("base64")}`;
  await add("raw", { secret: raw });
  await add("whsec", { secret: whsec });
  await cancelPayment();
  for (const { path: to, body, headers } of await deliver()) {
    const verifier = to === "/raw" ? new Webhook(raw, { format: "raw" }) : new Webhook(whsec);
    assert.ok(verifier.verify(body, headers));
  }
  for (const secret of ["short", "whsec_short0123456789", `whsec_${"!".repeat(40)}`]) {
    const refused = await server.call("POST", path, { url: `${origin}/x`, secret });
    assert.deepEqual([refused.status, refused.body.errors[0].path], [400, ["secret"]], secret);
  }
});

test("webhook endpoints: what is deleted gets nothing more, is not found, and its deliveries are gone; events stay", async () => {
  const endpoint = await add("gone");
  await cancelPayment();
  const deleted = await server.call("DELETE", `${path}/${endpoint.id}`);
  assert.deepEqual([deleted.status, deleted.body], [200, { id: endpoint.id, deleted: true }]);
  assert.deepEqual(await deliver(), []);
  assert.equal((await server.call("GET", `${path}/${endpoint.id}`)).status, 404);
  assert.equal((await server.call("DELETE", `${path}/${endpoint.id}`)).body.code, "WEBHOOK_NOT_FOUND");
  const { body } = await server.call("GET", "/v1/audit-log?limit=1");
  assert.equal(body.data[0].action, "webhook.deleted");
  assert.ok(!JSON.stringify(body).includes(endpoint.secret.slice(6)));
});

test("webhook endpoints: what is left out of a PATCH stays, and a disabled endpoint is enabled again", async () => {
  const { id } = await add("before", { events: ["payment.completed"] });
  status = 410;
  const sent = await server.call("POST", `${path}/${id}/test`);
  // There is no outcome yet, and nobody waits for it here.
  assert.deepEqual([sent.status, sent.body.status], [202, "PENDING"]);
  await deliver();
  assert.equal((await server.call("GET", `${path}/${id}`)).body.enabled, false);
  const { body } = await server.call("PATCH", `${path}/${id}`, { url: `${origin}/after` });
  assert.deepEqual([body.url, body.events, body.enabled], [`${origin}/after`, ["payment.completed"], true]);
  for (const change of [
    { events: [] },
    { events: ["payment.complete"] },
    { style: "other" },
    { secret: "x".repeat(20) },
  ]) {
    assert.equal((await server.call("PATCH", `${path}/${id}`, change)).status, 400, JSON.stringify(change));
  }
});

test("webhook endpoints: sixteen at most, also of many that are added at once; each mode has its own", async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => server.call("POST", path, { url: `${origin}/${index}` })),
  );
  assert.equal(answers.filter((answer) => answer.status === 201).length, 16);
  assert.deepEqual(
    new Set(answers.filter((one) => one.status !== 201).map(({ body }) => body.code)),
    new Set(["TOO_MANY_WEBHOOKS"]),
  );
  const { key } = await issueApiKey(server.context, { organizationId: server.organizationId, mode: "live" });
  const live = await server.call("GET", path, undefined, { authorization: `Bearer ${key}` });
  assert.deepEqual(live.body.data, []);
});

test("PUT /v1/webhooks: makes the default endpoint where there is none, and changes it where there is one", async () => {
  const made = await server.call("PUT", "/v1/webhooks", { url: `${origin}/first` });
  assert.equal(made.status, 201);
  assert.match(made.body.secret, /^whsec_/);
  const changed = await server.call("PUT", "/v1/webhooks", { url: `${origin}/second`, events: ["payment.completed"] });
  assert.equal(changed.status, 200);
  assert.deepEqual(
    [changed.body.id, changed.body.url, changed.body.secret],
    [made.body.id, `${origin}/second`, undefined],
  );
  await add("beside");
  assert.equal((await server.call("GET", "/v1/webhooks")).body.id, made.body.id);
});

test("webhook endpoints: a request that is made again under its key adds none, and shows the same secret", async () => {
  const headers = { authorization: `Bearer ${server.apiKey}`, "idempotency-key": crypto.randomUUID() };
  const body = { url: `${origin}/once` };
  const first = await server.call("POST", path, body, headers);
  const second = await server.call("POST", path, body, headers);
  assert.equal(second.body.secret, first.body.secret);
  assert.equal((await server.call("GET", path)).body.data.length, 1);
});
