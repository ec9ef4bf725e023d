import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Railsplit } from "../../../clients/typescript/index.ts";
import { issueApiKey } from "../../../src/access/api-keys.ts";
import { startTestServer, type TestServer } from "../../support/test-server.ts";
import { assertLikeExample, milliseconds } from "./examples.ts";

let now = new Date("2026-11-26T12:00:00.000Z");
let server: TestServer;
before(async () => {
  server = await startTestServer({ clock: () => now });
});
after(() => server[Symbol.asyncDispose]());

// What the text of the API prints, to the letter.
const exampleRequest = `{
    "title": "Pro Plan",
    "fiatAmount": "99.00",
    "fiatCurrency": "USD",
    "successUrl": "https://example.com/thanks"
  }`;
const exampleAnswer = JSON.parse(`{
  "id": "pl_01HXYZ",
  "object": "payment_link",
  "slug": "pro-plan-abc123",
  "title": "Pro Plan",
  "description": null,
  "fiatAmount": "99.00",
  "fiatCurrency": "USD",
  "successUrl": "https://example.com/thanks",
  "cancelUrl": null,
  "active": true,
  "checkoutUrl": "https://your-domain.com/l/pro-plan-abc123",
  "createdAt": "2024-01-15T10:00:00.000Z",
  "updatedAt": "2024-01-15T10:00:00.000Z"
}`);
const differs = {
  id: /^pl_[0-9a-z]+$/,
  slug: /^pro-plan-[a-z0-9]{6}$/,
  checkoutUrl: /^https:\/\/pay\.example\/l\/pro-plan-[a-z0-9]{6}$/,
  createdAt: milliseconds,
  updatedAt: milliseconds,
};
const path = "/api/v1/payment_links";

test("payment_links: the text's own requests are answered as it prints", async () => {
  const { key } = await issueApiKey(server.context, { organizationId: server.organizationId, mode: "test" });
  const headers = { authorization: `Bearer ${key}` };
  const creating = { ...headers, "idempotency-key": "create-link-v1" };
  const created = await server.call("POST", path, exampleRequest, creating);
  assert.equal(created.status, 201);
  assertLikeExample(created.body, exampleAnswer, differs);
  const { id } = created.body;
  assert.deepEqual((await server.call("POST", path, exampleRequest, creating)).body, created.body);

  const { body: list } = await server.call("GET", `${path}?limit=10`, undefined, headers);
  assert.deepEqual(Object.keys(list), ["data", "hasMore", "nextCursor"]);
  assert.deepEqual(list, { data: [created.body], hasMore: false, nextCursor: null });
  assert.deepEqual((await server.call("GET", `${path}/${id}`, undefined, headers)).body, created.body);

  now = new Date(now.getTime() + 1_000);
  const updated = await server.call("PATCH", `${path}/${id}`, '{"active": false}', headers);
  assert.equal(updated.status, 200);
  assert.deepEqual(updated.body, { ...created.body, active: false, updatedAt: now.toISOString() });

  const deleted = await server.call("DELETE", `${path}/${id}`, undefined, headers);
  assert.deepEqual([deleted.status, deleted.body], [200, { id, object: "payment_link", deleted: true }]);
  assert.equal((await server.call("GET", `${path}/${id}`, undefined, headers)).status, 404);
});

test("payment_links: the text's own calls of the client work", async () => {
  const client = new Railsplit({ apiKey: server.apiKey, baseUrl: server.url });
  const link = await client.paymentLinks.create(
    {
      title: "Pro Plan",
      fiatAmount: "99.00",
      fiatCurrency: "USD",
      successUrl: "https://example.com/thanks",
    },
    { idempotencyKey: "create-link-v1" },
  );
  assertLikeExample(link, exampleAnswer, differs);
  const { data, hasMore, nextCursor } = await client.paymentLinks.list({ limit: 10 });
  assert.deepEqual([data, hasMore, nextCursor], [[link], false, null]);
  assert.deepEqual(await client.paymentLinks.retrieve(link.id), link);
  assert.equal((await client.paymentLinks.update(link.id, { active: false })).active, false);
  assert.deepEqual(await client.paymentLinks.del(link.id), { id: link.id, object: "payment_link", deleted: true });
});

test('payment_links: the currency is dollars where none is given, and "9" is a price', async () => {
  const { body } = await server.call("POST", path, { title: "T", fiatAmount: "9" });
  assert.deepEqual([body.fiatAmount, body.fiatCurrency], ["9.00", "USD"]);
});

for (const [what, changes, at] of [
  ["three decimals", { fiatAmount: "9.001" }, "fiatAmount"],
  ["a currency sign", { fiatAmount: "$9" }, "fiatAmount"],
  ["nothing", { fiatAmount: "0" }, "fiatAmount"],
  ["decimals of a currency that has none", { fiatAmount: "9.50", fiatCurrency: "JPY" }, "fiatAmount"],
  ["another currency", { fiatCurrency: "CHF" }, "fiatCurrency"],
  ["no title", { title: "" }, "title"],
  ["a plain http URL", { successUrl: "http://example.com/" }, "successUrl"],
] as const) {
  test(`payment_links: ${what} is a 400 at ${at}`, async () => {
    const { status, body } = await server.call("POST", path, { title: "T", fiatAmount: "9", ...changes });
    assert.equal(status, 400);
    assert.deepEqual(body.errors[0].path, [at]);
  });
}

test("payment_links: a change keeps what it leaves out, and null clears", async () => {
  const urls = { successUrl: "https://example.com/a", cancelUrl: "https://example.com/b" };
  const { body: link } = await server.call("POST", path, { title: "T", fiatAmount: "9", description: "D", ...urls });
  const change = { description: null, successUrl: null, cancelUrl: null };
  const { body } = await server.call("PATCH", `${path}/${link.id}`, { ...change, fiatAmount: "12.5" });
  assert.deepEqual(body, { ...link, ...change, fiatAmount: "12.50" });
});

test("payment_links: pages go on after the link that starting_after names, 25 at a time by default", async () => {
  for (let index = 0; index < 27; index += 1) {
    now = new Date(now.getTime() + 1_000);
    await server.call("POST", path, { title: `Link ${index}`, fiatAmount: "1" });
  }
  const { body: first } = await server.call("GET", path);
  assert.deepEqual([first.data.length, first.hasMore, first.data[0].title], [25, true, "Link 26"]);
  assert.equal(first.nextCursor, first.data.at(-1).id);
  const { body: second } = await server.call("GET", `${path}?starting_after=${first.nextCursor}&limit=1`);
  assert.equal(second.data[0].title, "Link 1");
  assert.equal((await server.call("GET", `${path}?starting_after=x`)).status, 400);
});
