import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { operator } from "../../../src/access/audit-log.ts";
import { addMember } from "../../../src/access/members.ts";
import { createOrganization } from "../../../src/access/organizations.ts";
import { sendSignInCodes } from "../../../src/people/sign-in-codes.ts";
import { fanOut } from "../../../src/webhooks/enqueue-deliveries.ts";
import { settlementAddress } from "../../support/merchant.ts";
import { renderers } from "../../support/webhook-renderers.ts";
import { launchBrowser, skip } from "../support/browser.ts";
import { type DashboardServer, hasRows, openDashboard, settled, startDashboardServer } from "../support/dashboard.ts";

let server: DashboardServer;
let browser: Browser;
before(async () => {
  if (skip) return;
  server = await startDashboardServer();
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

const visit = (path: string) => fetch(`${server.url}${path}`, { redirect: "manual" });

test("dashboard: is served to who is signed in, and others come back after they have signed in", { skip }, async () => {
  const refused = await visit("/dashboard/payments?status=FAILED");
  assert.equal(refused.status, 303);
  const signIn = refused.headers.get("location") ?? "";
  assert.equal(signIn, "/sign-in?next=%2Fdashboard%2Fpayments%3Fstatus%3DFAILED");
  assert.match(await (await visit(signIn)).text(), /name="next" value="\/dashboard\/payments\?status=FAILED"/);
  for (const elsewhere of ["https://evil.example", "//evil.example/dashboard", "/dashboardx", "/dashboard/../v1"]) {
    const text = await (await visit(`/sign-in?${new URLSearchParams({ next: elsewhere })}`)).text();
    const kept = [...text.matchAll(/(?:name="next" value|data-next)="([^"]*)"/g)].map(([, value]) => value);
    assert.deepEqual(new Set(kept), new Set(["/dashboard"]), elsewhere);
  }
});

test("dashboard: the browser runs our own files alone, and no page frames it", { skip }, async () => {
  await using opened = await openDashboard(server, browser);
  const answer = await opened.page.goto(`${server.browserUrl}/dashboard`);
  const policy = answer?.headers()["content-security-policy"] ?? "";
  for (const part of ["default-src 'none'", "script-src 'self';", "frame-ancestors 'none'", "trusted-types 'none'"]) {
    assert.ok(policy.includes(part), part);
  }
  assert.doesNotMatch(policy, /unsafe/);
});

test("dashboard: two tabs follow one stream, and go on after they were offline", { skip }, async () => {
  await using opened = await openDashboard(server, browser);
  const { page } = opened;
  const context = page.context();
  const streams: string[] = [];
  context.on("request", (request) => {
    if (request.url().includes("/v1/events/stream")) streams.push(request.url());
  });
  const following = context.waitForEvent("request", (request) => request.url().includes("/v1/events/stream"));
  await opened.visit("/developers/events");
  await following;
  const other = await context.newPage();
  await other.goto(`${server.browserUrl}/dashboard/developers/events`);
  await settled(other);
  // Nothing but the stream says so in time: without one the list looks every 15 seconds.
  const happen = async () => {
    const { body } = await server.call("POST", "/v1/payments", { amount: "3.21", currency: "USD" });
    assert.equal((await server.call("DELETE", `/v1/payments/${body.id}`)).status, 200);
    // What a worker does with new events: it gives them their places.
    await fanOut({ ...server.context, renderers });
  };
  const events = (tab: Page) => tab.getByText("payment.cancelled", { exact: true });
  await happen();
  for (const tab of [page, other]) {
    await tab.bringToFront();
    await events(tab).first().waitFor({ timeout: 10_000 });
  }
  assert.equal(streams.length, 1);
  await page.bringToFront();
  await context.setOffline(true);
  // The browser says so only where it thought that there was a network at all.
  await page.evaluate(() => dispatchEvent(new Event("offline")));
  await page.getByText("No connection: what you see may be old.").waitFor();
  await happen();
  await context.setOffline(false);
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await events(page).nth(1).waitFor({ timeout: 10_000 });
  assert.equal(await page.getByText("No connection").count(), 0);
});

test("dashboard: the palette goes to pages and payments by keyboard, and is read out", { skip }, async () => {
  await using opened = await openDashboard(server, browser);
  const { page, complaints } = opened;
  await server.call("POST", "/v1/payments", { amount: "44.00", currency: "USD", externalId: "palette-1" });
  await opened.visit("");
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "Page, action or payment" });
  await field.waitFor();
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(document.querySelector("dialog") as Element),
  );
  assert.deepEqual(
    violations.map(({ id }) => id),
    [],
  );
  await page.keyboard.type("webh");
  assert.equal(await page.locator('[role="option"][aria-selected="true"]').textContent(), "WebhooksDevelopers");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Webhook endpoints" }).waitFor();
  await page.keyboard.press("Control+k");
  await field.waitFor();
  await page.keyboard.type("palette-1");
  const option = page.getByRole("option", { name: /^\$44\.00 · palette-1/ });
  await option.waitFor();
  await page.getByText("2 results").waitFor();
  const selected = await field.getAttribute("aria-activedescendant");
  assert.equal(await option.getAttribute("id"), selected);
  await page.keyboard.press("ArrowDown");
  assert.notEqual(await field.getAttribute("aria-activedescendant"), selected);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "$44.00" }).waitFor();
  await page.keyboard.press("Control+k");
  await field.waitFor();
  await page.keyboard.press("Escape");
  await field.waitFor({ state: "detached" });
  assert.equal(await page.getByRole("dialog").count(), 0);
  assert.deepEqual(complaints, []);
});

test("dashboard: makes a payment, finds it by its id and cancels it, by keyboard and on a phone", {
  skip,
}, async () => {
  await using opened = await openDashboard(server, browser, { viewport: { width: 320, height: 640 } });
  const { page, complaints } = opened;
  await opened.visit("");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Skip to the content");
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("link", { name: "Payments", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Payments" }).waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
  await page.getByRole("link", { name: "New payment" }).first().click();
  await page.getByLabel("Amount", { exact: true }).fill("12.345");
  await page.getByLabel("Your own id").fill("order-1");
  await page.getByRole("button", { name: "Create payment" }).click();
  // What is wrong stands beside its field, and what was typed stays.
  await page.locator(".field-problem").first().waitFor();
  assert.equal(await page.getByLabel("Your own id").inputValue(), "order-1");
  await page.getByLabel("Amount", { exact: true }).fill("12.34");
  await page.getByRole("button", { name: "Add a recipient" }).click();
  await page.getByLabel("Address of recipient 1").fill("0x2222222222222222222222222222222222222222");
  await page.getByLabel("Amount of recipient 1").fill("2.34");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "$12.34" }).waitFor();
  await settled(page);
  assert.match((await page.locator("main").textContent()) ?? "", /0x2222…2222/);

  await opened.visit("/payments");
  await page.getByRole("searchbox").fill("order-1");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=order-1/);
  await hasRows(page, 1);
  await page.getByRole("link", { name: "$12.34" }).click();
  await page.getByRole("button", { name: "Cancel payment" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel payment" }).click();
  await page.getByText("Cancelled", { exact: true }).waitFor();
  const { body } = await server.call("GET", "/v1/payments?externalId=order-1");
  assert.deepEqual([body.data[0].status, body.data[0].sellers[0].grossAmount], ["CANCELLED", "2.34"]);
  assert.deepEqual(
    complaints.filter((text) => !/status of 400/.test(text)),
    [],
  );
});

test("dashboard: a session that ends in the middle of a form loses nothing", { skip }, async () => {
  await using opened = await openDashboard(server, browser);
  const page = await opened.visit("/payments/new");
  await page.getByLabel("Amount", { exact: true }).fill("77.00");
  await page.getByLabel("Your own id").fill("order-77");
  await server.database.deleteFrom("sessions").execute();
  await page.getByRole("button", { name: "Create payment" }).click();
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await dialog.getByRole("button", { name: /Send a code to/ }).click();
  const field = dialog.getByLabel("Six digits from the mail");
  await field.waitFor();
  await sendSignInCodes(server.context);
  await field.fill(server.context.peopleMail.codes.at(-1)?.code ?? "");
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { level: 1, name: "$77.00" }).waitFor();
  const { body } = await server.call("GET", "/v1/payments?externalId=order-77");
  assert.equal(body.data.length, 1);
});

test("dashboard: a key is made, works, is shown once and revoked; an endpoint too, to which events are replayed; a link", {
  skip,
}, async () => {
  await using opened = await openDashboard(server, browser);
  const page = await opened.visit("/developers");
  await page.getByRole("button", { name: "Create key" }).click();
  await page.getByLabel("Name").fill("Shop");
  await page.getByRole("dialog").getByRole("button", { name: "Create key" }).click();
  const shown = page.getByRole("dialog", { name: "Your new key" });
  const key = (await shown.locator("code").textContent()) ?? "";
  const payments = () => server.call("GET", "/v1/payments", undefined, { authorization: `Bearer ${key}` });
  assert.equal((await payments()).status, 200);
  await shown.getByRole("button", { name: "I have copied it" }).click();
  await page.getByRole("button", { name: "Revoke: Shop" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await page.getByText("The key is revoked").waitFor();
  assert.equal((await payments()).status, 401);

  // Before there is an endpoint: a replay brings it there.
  const { body: early } = await server.call("POST", "/v1/payments", { amount: "3.20", currency: "USD" });
  await server.call("DELETE", `/v1/payments/${early.id}`);
  await fanOut({ ...server.context, renderers });
  await opened.visit("/developers/webhooks");
  await page.getByRole("button", { name: "Add endpoint" }).click();
  await page.getByLabel("Address").fill("http://127.0.0.1:9/hooks");
  await page.getByRole("dialog").getByRole("button", { name: "Add endpoint" }).click();
  await page.getByText(/^whsec_/).waitFor();
  await page.getByRole("button", { name: "I have copied it" }).click();
  await page.getByRole("button", { name: "Send a test" }).click();
  await page.getByRole("cell", { name: "webhook.test" }).waitFor();
  const ofEarly = page.locator(`td a[href="/dashboard/payments/${early.id}"]`);
  assert.equal(await ofEarly.count(), 0);
  await page.getByRole("button", { name: "Replay" }).click();
  const minuteIn = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16);
  const span = page.getByRole("dialog", { name: "Replay" });
  await span.getByLabel("From").fill(minuteIn(1));
  await span.getByLabel("To").fill(minuteIn(-1));
  await span.getByRole("button", { name: "Send them again" }).click();
  await span.locator(".field-problem").first().waitFor();
  await span.getByLabel("From").fill(minuteIn(-1));
  await span.getByLabel("To").fill(minuteIn(1));
  await span.getByRole("button", { name: "Send them again" }).click();
  await page.getByText(/events? (is|are) sent again/).waitFor();
  await ofEarly.first().waitFor();

  await opened.visit("/links/new");
  await page.getByLabel("Title").fill("Workshop");
  await page.getByLabel("Amount", { exact: true }).fill("95.00");
  assert.match((await page.getByLabel("Preview of the payment page").textContent()) ?? "", /\$95\.00.*Workshop/);
  await page.getByRole("button", { name: "Create link" }).click();
  await page.getByRole("heading", { level: 1, name: "Workshop" }).waitFor();
  await page.getByRole("button", { name: "Archive" }).click();
  await page.getByText("Archived", { exact: true }).waitFor();
  const { body } = await server.call("GET", "/v1/links");
  assert.deepEqual([body.data[0].title, body.data[0].amount, body.data[0].active], ["Workshop", "95.00", false]);
});

test("dashboard: a passkey is added, and signs in again on the sign-in page", { skip }, async () => {
  await using opened = await openDashboard(server, browser);
  const { page, complaints } = opened;
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
  } as const;
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: { ...options, isUserVerified: true, automaticPresenceSimulation: true },
  });
  await opened.visit("/account");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("This laptop");
  await page.getByRole("dialog").getByRole("button", { name: "Add a passkey" }).click();
  await page.getByText("The passkey is added").waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(/\/sign-in/);
  await page.goto(`${server.browserUrl}/dashboard/ledger`);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByRole("heading", { level: 1, name: "Ledger" }).waitFor();
  assert.deepEqual(complaints, []);
});

test("dashboard: who works in two organizations sees one at a time", { skip }, async () => {
  const other = await createOrganization(server.context, { name: "Second shop", settlementAddress });
  await using opened = await openDashboard(server, browser);
  const { id } = await server.database
    .selectFrom("users")
    .select("id")
    .orderBy("createdAt", "desc")
    .executeTakeFirstOrThrow();
  await server.database
    .transaction()
    .execute((transaction) =>
      addMember(transaction, { organizationId: other.id, userId: id, role: "viewer" }, operator, new Date()),
    );
  const page = await opened.visit("/payments");
  await page.getByRole("link", { name: "New payment" }).first().waitFor();
  await page.getByLabel("Organization").selectOption("Second shop");
  await page.getByText("No payments yet").waitFor();
  assert.equal(await page.getByRole("link", { name: "New payment" }).count(), 0, "a viewer there");
});

test("dashboard: an owner invites by a link, and the invited works in it", { skip }, async () => {
  await using opened = await openDashboard(server, browser);
  const page = await opened.visit("/settings/members");
  await page.getByRole("button", { name: "Invite somebody" }).click();
  await page.getByLabel("Mail address").fill("grace@people.example");
  await page.getByLabel("How the invitation goes").selectOption("link");
  await page.getByRole("dialog").getByRole("button", { name: "Invite somebody" }).click();
  const link = (await page.getByRole("dialog", { name: "The invitation" }).locator("code").textContent()) ?? "";
  await using invited = await openDashboard(server, browser);
  await invited.page.context().clearCookies();
  await invited.page.goto(server.browserUrl + new URL(link).pathname);
  await invited.page.getByLabel("Your name").fill("Grace");
  await invited.page.getByRole("button", { name: "Join" }).click();
  await invited.page.getByText("grace@people.example").first().waitFor();
  assert.match(invited.page.url(), /\/dashboard$/);
});
