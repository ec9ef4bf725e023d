import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { launchBrowser, skip } from "../support/browser.ts";
import {
  type DashboardServer,
  hasRows,
  type OpenedDashboard,
  openDashboard,
  startDashboardServer,
} from "../support/dashboard.ts";
import { addressOf, type DashboardPageName, dashboardPages, type SampleIds } from "../support/dashboard-pages.ts";
import { fillWithSamples } from "../support/dashboard-samples.ts";

let server: DashboardServer;
let browser: Browser;
let ids: SampleIds;
before(async () => {
  if (skip) return;
  server = await startDashboardServer();
  ids = await fillWithSamples(server);
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

const names = Object.keys(dashboardPages) as DashboardPageName[];

async function violations(page: Page, rules?: string[]): Promise<string[]> {
  const found = await page.evaluate(
    (only) =>
      (globalThis as unknown as { axe: typeof axe }).axe.run(only ? { runOnly: { type: "rule", values: only } } : {}),
    rules,
  );
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}

/** A page as it is at a desk and on a phone, light and dark; one that says little is looked at on a phone alone. */
async function check(
  { visit, complaints }: OpenedDashboard,
  name: DashboardPageName,
  isEmpty = false,
): Promise<string[]> {
  const page = await visit(addressOf(name, ids));
  await page.evaluate(axe.source);
  const problems: string[] = [];
  if (!isEmpty) {
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 1440, height: 900 });
    problems.push(...(await violations(page)));
  }
  await page.emulateMedia({ colorScheme: "dark" });
  if (!isEmpty) problems.push(...(await violations(page, ["color-contrast"])).map((each) => `dark ${each}`));
  await page.setViewportSize({ width: 320, height: 640 });
  problems.push(...(await violations(page)).map((each) => `320 ${each}`));
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (beyond > 0) problems.push(`320 px: ${beyond} px stand out`);
  // What is not there the browser says for itself.
  problems.push(...complaints.filter((text) => !/status of 404/.test(text)));
  complaints.length = 0;
  return problems.map((problem) => `${name}: ${problem}`);
}

test("dashboard: every page with data is accessible and fits a phone, light and dark", { skip }, async () => {
  await using opened = await openDashboard(server, browser, { isOperator: true });
  const problems = [];
  for (const name of names) problems.push(...(await check(opened, name)));
  assert.deepEqual(problems, []);
});

test("dashboard: every page without data says what would be there, in live mode", { skip }, async () => {
  await using opened = await openDashboard(server, browser, { viewport: { width: 1440, height: 900 } });
  const page = await opened.visit("");
  assert.equal(await page.getByText("Nothing here is real money").count(), 1);
  const saved = page.waitForResponse((response) => response.url().endsWith("/v1/sessions/current"));
  await page.getByLabel("Live").check();
  await page.getByRole("heading", { name: "Get your first payment" }).waitFor();
  assert.equal(await page.getByText("Nothing here is real money").count(), 0);
  await saved;
  const problems = [];
  for (const name of names) problems.push(...(await check(opened, name, true)));
  assert.deepEqual(problems, []);
  for (const [address, text] of [
    ["/payments", "No payments yet"],
    ["/payments?status=FAILED", "No payment fits"],
    [`/payments/${ids.paidId}`, "There is no such payment here"],
    ["/links", "No payment links yet"],
    ["/invoices", "No invoices yet"],
    ["/subscriptions", "No subscriptions yet"],
    ["/subscriptions?status=UNPAID", "No subscription fits"],
    [`/subscriptions/${ids.subscriptionId}`, "There is no such subscription here"],
    ["/subscriptions/packages", "No packages yet"],
    [`/subscriptions/packages/${ids.packageId}`, "There is no such package here"],
    ["/subscriptions/plans", "No recurring invoices yet"],
    [`/subscriptions/plans/${ids.planId}`, "There is no such recurring invoice here"],
    ["/subscriptions/mandates", "No mandates yet"],
    [`/subscriptions/mandates/${ids.mandateId}`, "There is no such mandate here"],
    ["/customers", "No customers yet"],
    ["/customers/addresses", "No deposit addresses yet"],
    ["/customers/deposits", "Nothing came yet"],
    ["/ledger", "Nothing moved yet"],
    ["/developers/webhooks", "No endpoints yet"],
  ] as const) {
    await opened.visit(address);
    await page.getByText(text).first().waitFor();
  }
});

test("dashboard: German, whose words are long, fits a phone on every page, also right to left", { skip }, async () => {
  await using opened = await openDashboard(server, browser, {
    locale: "de-AT",
    viewport: { width: 320, height: 640 },
  });
  const problems: string[] = [];
  for (const name of names) {
    const page = await opened.visit(addressOf(name, ids));
    for (const direction of ["ltr", "rtl"]) {
      await page.evaluate((dir) => document.documentElement.setAttribute("dir", dir), direction);
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (beyond > 0) problems.push(`${name} ${direction}: ${beyond} px stand out`);
    }
  }
  assert.deepEqual(problems, []);
});

test("dashboard: speaks the browser's language, or the one that was chosen, also the next time", { skip }, async () => {
  await using opened = await openDashboard(server, browser, { locale: "de-AT" });
  const { page, complaints } = opened;
  await opened.visit("/payments");
  await page.getByRole("heading", { level: 1, name: "Zahlungen" }).waitFor();
  const chunks = () =>
    page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .flatMap(({ name }) => /\/assets\/(de|es|ja)-[^/]+\.js/.exec(name)?.[1] ?? []),
    );
  assert.deepEqual(await chunks(), ["de", "de"]);
  assert.match((await page.locator("tbody").textContent()) ?? "", /\d,\d\d/);
  await page.getByLabel("Sprache").selectOption("日本語");
  await page.getByRole("heading", { level: 1, name: "支払い" }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "ja");
  await opened.visit("");
  await page.getByRole("link", { name: "台帳" }).waitFor();
  await page.getByLabel("言語").selectOption("English");
  await page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
  assert.deepEqual(await chunks(), []);
  assert.deepEqual(complaints, []);
});

test("dashboard: money at addresses that did not pay wants somebody, and leads to the payments", { skip }, async () => {
  const quote = await server.context.database
    .selectFrom("quotes")
    .select("id")
    .where("paymentId", "=", ids.paidId)
    .executeTakeFirstOrThrow();
  await server.context.database
    .updateTable("depositWatches")
    .set({ reported: JSON.stringify({ "USDC left over": "1000000" }) })
    .where("quoteId", "=", quote.id)
    .execute();
  await using opened = await openDashboard(server, browser);
  const { page, complaints } = opened;
  await opened.visit("");
  await page.getByText("1 payment has money at its addresses that pays nothing.").waitFor();
  await page.getByText(/^\d+ new, 0 returning$/).waitFor();
  await page.getByRole("link", { name: "Keep it or send it back" }).click();
  await page.waitForURL(/unresolved=surplus/);
  await hasRows(page, 1);
  assert.equal(await page.locator("tbody a").getAttribute("href"), `/dashboard/payments/${ids.paidId}`);
  assert.deepEqual(complaints, []);
});

test("dashboard: who operates the server sees its queues and networks, and nobody else does", { skip }, async () => {
  await using opened = await openDashboard(server, browser, { isOperator: true });
  const { page, complaints } = opened;
  await opened.visit("");
  await page.getByText("Gas on Base runs low").waitFor();
  await page.getByRole("link", { name: "See the server" }).first().click();
  await page.getByRole("heading", { name: "This server" }).waitFor();
  const base = page.getByRole("region", { name: "Base", exact: true });
  await base.getByRole("row", { name: /rpc\.other\.example Behind/ }).waitFor();
  await base.getByRole("row", { name: /Gas sponsor.*38 Low/ }).waitFor();
  await base.getByRole("row", { name: /User operations.*Not available/ }).waitFor();
  await base.getByRole("row", { name: /Transactions of a key Works/ }).waitFor();
  await base.getByRole("row", { name: /USDC Denied: payments fail/ }).waitFor();
  await base.getByRole("row", { name: /USDT Has no denylist/ }).waitFor();
  await page.getByRole("row", { name: /^webhooks/ }).waitFor();
  assert.deepEqual(complaints, []);
  await using other = await openDashboard(server, browser);
  await other.visit("/settings/server");
  await other.page.getByText("For whoever operates the server").waitFor();
  assert.equal(await other.page.getByRole("link", { name: "Server", exact: true }).count(), 0);
});

test("dashboard: payments are found by an amount, with columns and views that the browser keeps", {
  skip,
}, async () => {
  await using opened = await openDashboard(server, browser, { viewport: { width: 1440, height: 900 } });
  const { page, complaints } = opened;
  await opened.visit("/payments");
  await page.getByRole("searchbox").fill("24.00");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=24.00/);
  await page.waitForFunction(() =>
    [...document.querySelectorAll("tbody .row-link")].every(({ textContent }) => textContent === "$24.00"),
  );
  assert.ok((await page.locator("tbody tr").count()) > 0);
  await page.locator("summary", { hasText: "Columns" }).click();
  await page.getByLabel("Transaction", { exact: true }).check();
  await page.getByLabel("Description", { exact: true }).uncheck();
  await page.getByRole("button", { name: "Save this view" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Small ones");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByText("The view is saved in this browser").waitFor();
  await opened.visit("/payments");
  const headings = () => page.locator("thead th").allTextContents();
  assert.deepEqual(await headings(), ["Amount", "State", "Paid with", "Transaction", "Created"]);
  await page.getByRole("link", { name: "Small ones" }).click();
  await page.waitForURL(/q=24.00/);
  await page.getByRole("button", { name: "Remove the view Small ones" }).click();
  await page.getByText("The view is removed").waitFor();
  assert.equal(await page.getByRole("link", { name: "Small ones" }).count(), 0);
  assert.deepEqual(complaints, []);
});

test("dashboard: a viewer looks at everything and is offered nothing that changes", { skip }, async () => {
  await using opened = await openDashboard(server, browser, { role: "viewer" });
  const refused: string[] = [];
  opened.page.on("response", (response) => {
    if (response.status() === 403) refused.push(response.url());
  });
  const offered =
    /New|Create|Cancel|Archive|Delete|Revoke|Invite|Change|Send|Remind|Credit note|Close|Void|copy|[Bb]ind|Edit|Add endpoint|Subscribe|Pause|Stop|Charge|End with/;
  for (const name of names.filter((each) => !/^new-|-edit$|^account$/.test(each))) {
    const page = await opened.visit(addressOf(name, ids));
    const buttons = page.locator("main").locator("button, a.button").filter({ hasText: offered });
    assert.deepEqual(await buttons.allTextContents(), [], name);
  }
  await opened.visit("/developers");
  await opened.page.getByText("Keys are for owners and admins").waitFor();
  assert.deepEqual(refused, []);
});

test("dashboard: a refund is made for a paid payment, says what to sign, and is cancelled", { skip }, async () => {
  await using opened = await openDashboard(server, browser);
  const page = await opened.visit(`/payments/${ids.paidId}`);
  await page.getByRole("button", { name: "Refund" }).click();
  const dialog = page.getByRole("dialog", { name: "Refund" });
  await dialog.getByLabel("Goes to").fill("0x3333333333333333333333333333333333333333");
  await dialog.getByLabel("Reason").fill("Came broken");
  await dialog.getByRole("button", { name: "Create refund" }).click();
  const refunds = page.getByRole("region", { name: "Refunds" });
  await refunds.getByText("Came broken").waitFor();
  await refunds.getByText("For another wallet or a Safe").waitFor();
  await refunds.getByRole("button", { name: "Cancel refund" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel refund" }).click();
  await refunds.getByText("Cancelled", { exact: true }).waitFor();
  const { body } = await server.call("GET", `/v1/payments/${ids.paidId}/refunds`);
  assert.deepEqual([body.data[0].status, body.data[0].amount], ["CANCELLED", "24.000000"]);
});
