import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { issueApiKey } from "../../src/access/api-keys.ts";
import { newMerchant } from "../support/merchant.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let now = new Date("2026-11-26T12:00:00.000Z");
let server: TestServer;
before(async () => {
  server = await startTestServer({ clock: () => now });
});
after(() => server[Symbol.asyncDispose]());

const seller = "0x2222222222222222222222222222222222222222";
const create = (changes: object = {}) =>
  server.call("POST", "/v1/links", { title: "Pro Plan", currency: "USD", amount: "99.00", ...changes });

test("links: a new one is answered in full, under a slug of its title", async () => {
  const { status, body } = await create({
    sellers: [{ address: seller, percent: "12.5" }],
    acceptedChains: [8453],
    acceptedTokens: ["USDC"],
    paymentLimit: 3,
    metadata: { plan: "pro" },
    successUrl: "https://shop.example/thanks",
  });
  assert.equal(status, 201);
  const { id, slug, ...rest } = body;
  assert.match(id, /^pl_[0-9a-z]{26}$/);
  assert.match(slug, /^pro-plan-[a-z2-9]{6}$/);
  assert.deepEqual(rest, {
    url: `https://pay.example/l/${slug}`,
    title: "Pro Plan",
    description: null,
    currency: "USD",
    amount: "99.00",
    minimumAmount: null,
    maximumAmount: null,
    sellers: [{ address: seller, amount: null, percent: "12.50" }],
    acceptedChains: [8453],
    acceptedTokens: ["USDC"],
    paymentLimit: 3,
    paidPayments: 0,
    metadata: { plan: "pro" },
    successUrl: "https://shop.example/thanks",
    cancelUrl: null,
    active: true,
    createdAt: "2026-11-26T12:00:00.000Z",
    updatedAt: "2026-11-26T12:00:00.000Z",
  });
  assert.deepEqual((await server.call("GET", `/v1/links/${id}`)).body, body);
});

for (const [title, slug] of [
  ["Crème brûlée & Co.", /^creme-brulee-co-[a-z2-9]{6}$/],
  ["年間プラン", /^[a-z2-9]{6}$/],
  ["../../admin", /^admin-[a-z2-9]{6}$/],
  ["x".repeat(255), /^x{40}-[a-z2-9]{6}$/],
] as const) {
  test(`links: "${title.slice(0, 20)}" becomes a slug that fits a URL`, async () => {
    assert.match((await create({ title })).body.slug, slug);
  });
}

const mistakes: [string, object, (string | number)[]][] = [
  ["neither a price nor a minimum", { amount: null }, ["amount"]],
  ["a price and a minimum", { minimumAmount: "1.00" }, ["amount"]],
  ["a maximum below the minimum", { amount: null, minimumAmount: "5.00", maximumAmount: "4.00" }, ["maximumAmount"]],
  ["a price of nothing", { amount: "0.00" }, ["amount"]],
  ["more decimals than the currency has", { amount: "1.001" }, ["amount"]],
  ["a seller without a share", { sellers: [{ address: seller }] }, ["sellers", 0, "amount"]],
  ["a seller with two", { sellers: [{ address: seller, amount: "1.00", percent: "1" }] }, ["sellers", 0, "amount"]],
  ["a seller of everything", { sellers: [{ address: seller, amount: "99.00" }] }, ["merchantAmount"]],
  ["a seller of nothing", { sellers: [{ address: seller, percent: "0" }] }, ["sellers", 0, "percent"]],
  ["a chain that is not there", { acceptedChains: [7] }, ["acceptedChains"]],
  ["no title", { title: "" }, ["title"]],
  ["an unknown field", { price: "1.00" }, ["price"]],
  [
    "a share of the smallest payment that is nothing",
    { amount: null, minimumAmount: "0.10", sellers: [{ address: seller, percent: "1" }] },
    ["sellers", 0, "amount"],
  ],
];
for (const [what, changes, path] of mistakes) {
  test(`links: ${what} is a 400 at its path`, async () => {
    const { status, body } = await create(changes);
    assert.equal(status, 400, JSON.stringify(body));
    assert.deepEqual(body.errors[0].path, path);
  });
}

test("links: what is left out of a change stays, null clears, and the whole has to be sound again", async () => {
  const { body: link } = await create({ description: "All of it", cancelUrl: "https://shop.example/" });
  now = new Date(now.getTime() + 60_000);
  const { body: changed } = await server.call("PATCH", `/v1/links/${link.id}`, { description: null, amount: "120.00" });
  assert.deepEqual(changed, { ...link, description: null, amount: "120.00", updatedAt: now.toISOString() });
  const { body: open } = await server.call("PATCH", `/v1/links/${link.id}`, { amount: null, minimumAmount: "5" });
  assert.deepEqual([open.amount, open.minimumAmount, open.cancelUrl], [null, "5.00", "https://shop.example/"]);
  const { status, body } = await server.call("PATCH", `/v1/links/${link.id}`, { minimumAmount: null });
  assert.deepEqual([status, body.errors[0].path], [400, ["amount"]]);
  assert.equal((await server.call("GET", `/v1/links/${link.id}`)).body.minimumAmount, "5.00");
});

test("links: a deleted one is a 404, also when it is deleted again", async () => {
  const { body: link } = await create();
  assert.deepEqual((await server.call("DELETE", `/v1/links/${link.id}`)).body, { id: link.id, deleted: true });
  for (const method of ["GET", "DELETE"])
    assert.equal((await server.call(method, `/v1/links/${link.id}`)).status, 404, method);
  assert.equal((await server.call("PATCH", `/v1/links/${link.id}`, { active: true })).body.code, "LINK_NOT_FOUND");
});

test("links: the same request with one Idempotency-Key makes one link", async () => {
  const headers = { authorization: `Bearer ${server.apiKey}`, "idempotency-key": "link-1" };
  const ask = { title: "Once", currency: "USD", amount: "1.00" };
  const [first, again] = [
    await server.call("POST", "/v1/links", ask, headers),
    await server.call("POST", "/v1/links", ask, headers),
  ];
  assert.deepEqual(again.body, first.body);
  assert.equal(again.headers.get("idempotent-replayed"), "true");
});

test("links: pages are the newest first, without deleted ones, of one's own mode alone", async () => {
  const merchant = await newMerchant(server.context);
  const keyOf = async (mode: "test" | "live") =>
    (await issueApiKey(server.context, { organizationId: merchant.id, mode })).key;
  const authorization = `Bearer ${await keyOf("test")}`;
  const ids: string[] = [];
  for (let index = 0; index < 4; index += 1) {
    now = new Date(now.getTime() + 1_000);
    const ask = { title: `Link ${index}`, currency: "USD", amount: "1.00", active: index !== 2 };
    ids.unshift((await server.call("POST", "/v1/links", ask, { authorization })).body.id);
  }
  await server.call("DELETE", `/v1/links/${ids[3]}`, undefined, { authorization });
  const list = async (query: string, headers = { authorization }) =>
    (await server.call("GET", `/v1/links${query}`, undefined, headers)).body;
  const first = await list("?limit=2");
  assert.deepEqual(
    first.data.map(({ id }: { id: string }) => id),
    ids.slice(0, 2),
  );
  assert.deepEqual([first.hasMore, first.nextCursor], [true, ids[1]]);
  const second = await list(`?limit=2&cursor=${first.nextCursor}`);
  assert.deepEqual(
    second.data.map(({ id }: { id: string }) => id),
    [ids[2]],
  );
  assert.deepEqual(
    (await list("?active=false")).data.map(({ id }: { id: string }) => id),
    [ids[1]],
  );
  assert.deepEqual((await list("", { authorization: `Bearer ${await keyOf("live")}` })).data, []);
  const wrong = await server.call("GET", "/v1/links?cursor=x", undefined, { authorization });
  assert.deepEqual([wrong.status, wrong.body.errors[0].path], [400, ["cursor"]]);
});

test("links: the audit log says who changed a price, and from what", async () => {
  const { body: link } = await create();
  now = new Date(now.getTime() + 1_000);
  await server.call("PATCH", `/v1/links/${link.id}`, { amount: "1.00" });
  await server.call("PATCH", `/v1/links/${link.id}`, { amount: "1.00" });
  const entries = await server.database
    .selectFrom("auditLog")
    .select(["action", "before", "after"])
    .where("target", "=", `payment-link/${link.id}`)
    .orderBy("id")
    .execute();
  assert.deepEqual(
    entries.map(({ action }) => action),
    ["link.created", "link.updated"],
    "a change to the same is none",
  );
  assert.deepEqual([entries[1]?.before, entries[1]?.after], [{ amount: "99.00" }, { amount: "1.00" }]);
});
