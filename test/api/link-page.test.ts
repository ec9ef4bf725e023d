import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let now = new Date("2026-11-26T12:00:00.000Z");
let server: TestServer;
let directory: string;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "railsplit-link-page-"));
  await mkdir(join(directory, "assets"));
  const html = '<link rel="stylesheet" crossorigin href="../pay/assets/index-a1.css">';
  const checkoutPage = { directory, html, build: "production" } as const;
  // Each test comes from an address of its own.
  server = await startTestServer({ clock: () => now, checkoutPage, trustedProxies: ["127.0.0.1"] });
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

const seller = "0x2222222222222222222222222222222222222222";
type Link = { readonly id: string; readonly slug: string };
const create = async (changes: object = {}): Promise<Link> =>
  (await server.call("POST", "/v1/links", { title: "Pro Plan", currency: "USD", amount: "99.00", ...changes })).body;

let visitors = 0;
/** A browser with an address and cookies of its own. */
function newVisitor() {
  visitors += 1;
  const address = `192.0.2.${visitors}`;
  let cookie = "";
  const ask = async (slug: string, init: RequestInit = {}) => {
    const headers = { "x-forwarded-for": address, cookie, ...(init.headers as Record<string, string>) };
    const response = await fetch(new URL(`/l/${slug}`, server.url), { redirect: "manual", ...init, headers });
    cookie = response.headers.get("set-cookie")?.split(";")[0] ?? cookie;
    return response;
  };
  const navigation = { "sec-fetch-dest": "document" };
  return {
    ask,
    /** As a person opens a link. */
    visit: (slug: string) => ask(slug, { headers: navigation }),
    choose: (slug: string, amount: string) =>
      ask(slug, {
        method: "POST",
        body: new URLSearchParams({ amount }).toString(),
        headers: { ...navigation, "content-type": "application/x-www-form-urlencoded" },
      }),
  };
}

const paymentIn = (response: Response): string => {
  assert.equal(response.status, 303);
  const [, id] = /^\.\.\/p\/([0-9a-f-]{36})$/.exec(response.headers.get("location") ?? "") ?? [];
  return id ?? assert.fail(`no payment in ${response.headers.get("location")}`);
};
const payment = async (id: string) => (await server.call("GET", `/v1/payments/${id}`)).body;
const paymentsOf = async ({ id }: Link): Promise<string[]> =>
  (await server.call("GET", `/v1/payments?sourceId=${id}`)).body.data.map((each: { id: string }) => each.id);
const settle = (id: string) =>
  server.database.updateTable("payments").set({ status: "SUCCESSFUL" }).where("id", "=", id).execute();

test("link page: a visit makes a payment by the link's terms and goes on to it", async () => {
  const link = await create({
    description: "All features",
    sellers: [{ address: seller, percent: "12.5" }],
    acceptedChains: [8453],
    metadata: { plan: "pro" },
    successUrl: "https://shop.example/thanks",
  });
  const made = await payment(paymentIn(await newVisitor().visit(link.slug)));
  assert.deepEqual(made.source, { type: "payment_link", id: link.id });
  assert.deepEqual(
    [made.title, made.description, made.amount, made.acceptedChains, made.acceptedTokens, made.metadata],
    ["Pro Plan", "All features", "99.00", [8453], ["USDC"], { plan: "pro" }],
  );
  // 12.375 rounded down.
  assert.equal(made.sellers[0].grossAmount, "12.37");
  assert.equal(made.successUrl, "https://shop.example/thanks");
  assert.equal(made.expiresAt, "2026-11-26T13:00:00.000Z");
});

test("link page: another visit of the same browser goes on with its payment, and with a new one once that is paid or over", async () => {
  const link = await create();
  const visitor = newVisitor();
  const first = paymentIn(await visitor.visit(link.slug));
  assert.equal(paymentIn(await visitor.visit(link.slug)), first);
  assert.notEqual(paymentIn(await newVisitor().visit(link.slug)), first, "another browser's is another");
  await settle(first);
  const second = paymentIn(await visitor.visit(link.slug));
  assert.notEqual(second, first);
  now = new Date(now.getTime() + 61 * 60_000);
  assert.notEqual(paymentIn(await visitor.visit(link.slug)), second);
});

test("link page: the payment of another link in the cookie is not gone on with", async () => {
  const [cheap, dear] = [await create({ amount: "1.00" }), await create()];
  const visitor = newVisitor();
  const of = paymentIn(await visitor.visit(cheap.slug));
  const headers = { "sec-fetch-dest": "document", cookie: `visit-${dear.slug}=${of}` };
  assert.notEqual(paymentIn(await visitor.ask(dear.slug, { headers })), of);
  for (const value of ["x", "0195940c-5c40-7b8a-9d51-3c1f5a2e7d10", "%00", ""]) {
    const strange = { "sec-fetch-dest": "document", cookie: `visit-${dear.slug}=${value}` };
    assert.ok(paymentIn(await visitor.ask(dear.slug, { headers: strange })));
  }
});

test("link page: previews, crawlers and prefetching make no payment, and see title and price", async () => {
  const link = await create({ description: "All features" });
  const visitor = newVisitor();
  for (const init of [
    {},
    { method: "HEAD", headers: { "sec-fetch-dest": "document" } },
    { headers: { "sec-fetch-dest": "document", "sec-purpose": "prefetch;prerender" } },
    { headers: { "sec-fetch-dest": "image" } },
  ]) {
    const response = await visitor.ask(link.slug, init);
    assert.equal(response.status, 200);
    if (init.method === "HEAD") continue;
    const html = await response.text();
    assert.match(html, /<title>Pro Plan<\/title>/);
    assert.match(html, /og:description" content="\$99\.00 · All features"/);
  }
  assert.deepEqual(await paymentsOf(link), []);
  // Its button, for browsers that do not say what they do.
  const pressed = await visitor.ask(link.slug, { method: "POST" });
  assert.deepEqual(await paymentsOf(link), [paymentIn(pressed)]);
});

test("link page: the payer's choice is taken within its bounds, and refused in words at the form", async () => {
  const link = await create({ amount: null, minimumAmount: "5.00", maximumAmount: "50.00" });
  const visitor = newVisitor();
  const form = await visitor.visit(link.slug);
  assert.equal(form.status, 200);
  assert.match(await form.text(), /\$5\.00 to \$50\.00/);
  for (const [amount, problem] of [
    ["4.99", /The least is 5\.00 USD/],
    ["50.01", /The most is 50\.00 USD/],
    ["1e1", /not a plain decimal/],
    ["", /Enter the amount/],
    ['"><script>', /&#34;&#62;&#60;script&#62;/],
  ] as const) {
    const refused = await visitor.choose(link.slug, amount);
    assert.equal(refused.status, 400, amount);
    const html = await refused.text();
    assert.match(html, problem);
    assert.doesNotMatch(html, /<script>/);
  }
  for (const body of ['{"amount":5}', '["amount"]', "null", '"amount"']) {
    const init = { method: "POST", body, headers: { "content-type": "application/json" } };
    assert.equal((await visitor.ask(link.slug, init)).status, 400, body);
  }
  const ten = paymentIn(await visitor.choose(link.slug, "10"));
  assert.equal((await payment(ten)).amount, "10.00");
  assert.equal(paymentIn(await visitor.choose(link.slug, "10.00")), ten, "the same choice goes on");
  assert.notEqual(paymentIn(await visitor.choose(link.slug, "20")), ten);
});

test("link page: a changed price is for later visits, a deleted or inactive link makes none, and what is under way goes on", async () => {
  const link = await create();
  const early = newVisitor();
  const first = paymentIn(await early.visit(link.slug));
  await server.call("PATCH", `/v1/links/${link.id}`, { amount: "120.00" });
  assert.equal((await payment(first)).amount, "99.00");
  assert.equal((await payment(paymentIn(await newVisitor().visit(link.slug)))).amount, "120.00");
  await server.call("PATCH", `/v1/links/${link.id}`, { active: false });
  const inactive = await newVisitor().visit(link.slug);
  assert.equal(inactive.status, 409);
  assert.match(await inactive.text(), /takes no payments at the moment/);
  assert.equal(paymentIn(await early.visit(link.slug)), first);
  await server.call("DELETE", `/v1/links/${link.id}`);
  const deleted = await newVisitor().visit(link.slug);
  assert.equal(deleted.status, 410);
  assert.equal((await newVisitor().ask(link.slug, { method: "POST" })).status, 410);
  assert.equal(paymentIn(await early.visit(link.slug)), first);
  assert.equal((await payment(first)).status, "ACTIVE");
});

test("link page: a link that was paid as often as it can be makes no more", async () => {
  const link = await create({ paymentLimit: 1 });
  await settle(paymentIn(await newVisitor().visit(link.slug)));
  const { status } = await newVisitor().visit(link.slug);
  assert.equal(status, 409);
  assert.equal((await server.call("GET", `/v1/links/${link.id}`)).body.paidPayments, 1);
});

test("link page: one address makes a bounded number of payments, whatever cookies it shows", async () => {
  const link = await create();
  const visitor = newVisitor();
  const statuses: number[] = [];
  for (let index = 0; index < 12; index += 1) {
    const headers = { "sec-fetch-dest": "document", cookie: "" };
    statuses.push((await visitor.ask(link.slug, { headers })).status);
  }
  assert.deepEqual(statuses, [...Array(10).fill(303), 429, 429]);
  assert.equal((await paymentsOf(link)).length, 10);
  assert.equal((await newVisitor().visit(link.slug)).status, 303, "others are served");
});

test("link page: nothing in a link becomes a part of the page, and the page runs nothing", async () => {
  const evil = '"><script>alert(1)</script>';
  const link = await create({ title: evil, description: evil });
  const response = await newVisitor().ask(link.slug);
  const policy = response.headers.get("content-security-policy") ?? "";
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /form-action 'self'/);
  assert.match(policy, /frame-ancestors 'self'/);
  const html = await response.text();
  assert.doesNotMatch(html, /<script/);
  assert.match(html, /href="\.\.\/pay\/assets\/index-a1\.css"/);
});

test("link page: an unknown slug and nonsense are a 404 in words", async () => {
  for (const slug of ["nothing-abc123", "x", "A%20B", "..%2f..%2fetc", "%F0%9F%92%B8"]) {
    const response = await newVisitor().visit(slug);
    assert.equal(response.status, 404, slug);
    assert.match(await response.text(), /There is no such payment link/);
  }
});
