import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { subscriptionsOf } from "../support/subscriptions.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let now = new Date("2027-01-10T09:00:00.000Z");
let server: TestServer;
before(async () => {
  server = await startTestServer({ clock: () => now });
});
after(() => server[Symbol.asyncDispose]());

const { work, newPackage, visit, pay, cyclesOf, read } = subscriptionsOf(() => server);

async function open(path: string, form?: Readonly<Record<string, string>>, language = "en") {
  const init = form && { method: "POST", body: new URLSearchParams(form) };
  const headers = { "accept-language": language };
  const response = await fetch(new URL(path, server.url), { redirect: "manual", headers, ...init });
  const { status, headers: answered } = response;
  return { status, headers: answered, location: answered.get("location"), text: await response.text() };
}

const subscriptionOf = (customerEmail: string) =>
  server.database.selectFrom("subscriptions").selectAll().where("customerEmail", "=", customerEmail).executeTakeFirst();

/** The links that were mailed to an address, the oldest first. */
async function linksTo(recipient: string): Promise<string[]> {
  const rows = await server.database
    .selectFrom("mailOutbox")
    .selectAll()
    .where("recipient", "=", recipient)
    .where("template", "=", "subscription-link")
    .orderBy("createdAt")
    .orderBy("id")
    .execute();
  return rows.map(({ id, data }) => {
    const { url } = JSON.parse(server.context.secretBox.open(data ?? "", `mail_outbox/${id}`));
    return new URL(url).pathname;
  });
}

/** Subscribes at a page, pays, and opens the link that is mailed then. */
async function customerOf(slug: string, email: string) {
  const { location } = await open(`/s/${slug}`, { email });
  await pay(await visit({ publicId: location?.split("/").at(-1) ?? "" }));
  await work();
  const [link = ""] = await linksTo(email);
  return link;
}

test("package page: shows the offer, subscribes, and goes on to the first invoice, which no mail asks for", async () => {
  const { slug } = await newPackage({ name: "Pro <b>Support</b>", description: "A & B" });
  const page = await open(`/s/${slug}`);
  assert.equal(page.status, 200);
  assert.match(page.text, /Pro &#60;b&#62;Support/);
  assert.match(page.text, /\$99\.00 a month/);
  assert.match(page.headers.get("content-security-policy") ?? "", /frame-ancestors 'none'/);
  const posted = await open(`/s/${slug}`, { email: "ann@client.example", name: " Ann " });
  assert.equal(posted.status, 303);
  assert.match(posted.location ?? "", /^\.\.\/i\/[0-9a-f]{16}$/);
  const created = await subscriptionOf("ann@client.example");
  assert.deepEqual([created?.status, created?.customerName], ["INCOMPLETE", "Ann"]);
  const mails = server.database.selectFrom("mailOutbox").select("id").where("recipient", "=", "ann@client.example");
  assert.deepEqual(await mails.execute(), []);
});

test("package page: what is no mail address is asked for again, and an unknown or inactive package subscribes nobody", async () => {
  const { slug } = await newPackage();
  const wrong = await open(`/s/${slug}`, { email: "nobody<script>" });
  assert.equal(wrong.status, 400);
  assert.match(wrong.text, /role="alert"/);
  assert.doesNotMatch(wrong.text, /<script>/);
  for (const path of [`/s/${slug}`, `/s/${slug}/manage`])
    assert.equal((await fetch(new URL(path, server.url), { method: "POST" })).status, 400, "nothing was sent");
  assert.equal((await open("/s/nothing-here")).status, 404);
  const inactive = await newPackage({ active: false });
  for (const path of [`/s/${inactive.slug}`, `/embed/subscription/${inactive.slug}`])
    assert.equal((await open(path)).status, 409);
  assert.equal((await open(`/s/${inactive.slug}`, { email: "late@client.example" })).status, 409);
  assert.equal(await subscriptionOf("late@client.example"), undefined);
});

test("package page: a trial says when the first invoice comes, and mails the link", async () => {
  const { slug } = await newPackage({ trialDays: 14 });
  const { status, text } = await open(`/s/${slug}`, { email: "trial@client.example" });
  assert.deepEqual([status, /before 24 January 2027/.test(text)], [200, true]);
  const [link = ""] = await linksTo("trial@client.example");
  assert.match((await open(link)).text, /free until 24 January 2027/);
});

test("package page and portal: every page is in its reader's language, with its prices and days", async () => {
  const { slug } = await newPackage({ trialDays: 14 });
  const german = await open(`/s/${slug}`, undefined, "de-AT");
  assert.match(german.text, /<html lang="de">[\s\S]*99,00.\$ pro Monat[\s\S]*ersten 14 Tage[\s\S]*Abonnieren/);
  assert.match((await open(`/embed/subscription/${slug}`, undefined, "es")).text, /99,00.US\$ al mes/);
  const wrong = await open(`/s/${slug}`, { email: "nobody" }, "ja");
  assert.match(wrong.text, /\$99\.00／月[\s\S]*role="alert"><p>メールアドレス：/);
  const begun = await open(`/s/${slug}`, { email: "deutsch@client.example" }, "de");
  assert.match(begun.text, /Vor dem 24\. Januar 2027 ist nichts fällig/);
  const [link = ""] = await linksTo("deutsch@client.example");
  const portal = await open(link, undefined, "de");
  assert.match(portal.text, /bis zum 24\. Januar 2027 kostenlos\. Die nächste Rechnung kommt am 24\. Januar 2027/);
  assert.match((await open(link, { action: "cancel" }, "es")).text, /¿Cancelar la suscripción\?[\s\S]*Sí, cancelarla/);
  assert.match((await open("/subscription/sub_guessed", undefined, "ja")).text, /このリンクはもう使えません/);
  for (const form of [undefined, { email: "deutsch@client.example" }])
    assert.match((await open(`/s/${slug}/manage`, form, "de")).text, /<h1>(Ihr Abonnement|Sehen Sie in Ihre E-Mails)/);
  assert.match((await open(link, { action: "cancel", confirmed: "yes" }, "de")).location ?? "", /\w/);
  assert.match((await open(link, undefined, "de")).text, /Es kommen keine Rechnungen mehr/);
});

test("package page: whoever asks for links learns nothing, and only the address gets them", async () => {
  const { slug } = await newPackage();
  const first = await customerOf(slug, "known@client.example");
  const [known, unknown] = [
    await open(`/s/${slug}/manage`, { email: "known@client.example" }),
    await open(`/s/${slug}/manage`, { email: "other@client.example" }),
  ];
  assert.deepEqual([known.status, unknown.status], [200, 200]);
  assert.equal(known.text.replaceAll("known@", "other@"), unknown.text);
  const links = await linksTo("known@client.example");
  assert.equal(links.length, 2);
  assert.ok(links.includes(first) && new Set(links).size === 2);
  for (const link of links) assert.equal((await open(link)).status, 200);
  assert.deepEqual(await linksTo("other@client.example"), []);
  const stored = await server.database.selectFrom("subscriptionTokens").select("tokenHash").execute();
  for (const link of links)
    assert.ok(
      stored.every(({ tokenHash }) => !link.includes(tokenHash)),
      "only a hash is stored",
    );
});

test("portal: a customer sees invoices and the next one, pauses, resumes, and cancels after a question", async () => {
  const { slug } = await newPackage();
  const link = await customerOf(slug, "portal@client.example");
  const { id = "" } = (await subscriptionOf("portal@client.example")) ?? {};
  const [cycle] = await cyclesOf(id);
  const { text, headers } = await open(link);
  assert.match(text, /The next invoice comes on 10 February 2027/);
  assert.ok(text.includes(`href="../i/${cycle?.publicId}"`));
  assert.deepEqual([headers.get("cache-control"), headers.get("referrer-policy")], ["no-store", "same-origin"]);
  const statusAfter = async (form: Record<string, string>) => {
    assert.equal((await open(link, form)).status, 303);
    return (await read(id)).subscription.status;
  };
  assert.equal(await statusAfter({ action: "pause" }), "PAUSED");
  assert.equal(await statusAfter({ action: "resume" }), "ACTIVE");
  const question = await open(link, { action: "cancel" });
  assert.deepEqual([question.status, /until 10 February 2027/.test(question.text)], [200, true]);
  assert.equal((await read(id)).subscription.cancelsAtPeriodEnd, false);
  assert.equal(await statusAfter({ action: "cancel", confirmed: "yes" }), "ACTIVE");
  assert.match((await open(link)).text, /It ends on 10 February 2027/);
  now = new Date("2027-02-10T09:00:00.000Z");
  await work();
  const { subscription } = await read(id);
  assert.deepEqual([subscription.status, subscription.cancelReason], ["CANCELLED", "CUSTOMER"]);
  assert.equal((await open(link)).status, 404, "a link is good for seven days");
  assert.equal((await open("/subscription/sub_guessed", { action: "pause" })).status, 404);
});

test("embed: any site may frame the form, which opens the page itself; the script is small and hears this server alone", async () => {
  const { slug } = await newPackage();
  const embedded = await open(`/embed/subscription/${slug}`);
  assert.equal(embedded.headers.get("x-frame-options"), null);
  assert.match(embedded.headers.get("content-security-policy") ?? "", /frame-ancestors \*/);
  assert.ok(embedded.text.includes(`action="../../s/${slug}" target="_blank"`));
  const { status, headers, text } = await open("/widget/subscription.js");
  assert.equal(status, 200);
  assert.match(headers.get("content-type") ?? "", /^text\/javascript/);
  assert.equal(headers.get("cross-origin-resource-policy"), "cross-origin");
  assert.ok(text.length < 2_000, `${text.length}`);
});
