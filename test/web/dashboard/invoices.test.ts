import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { invoicePayments } from "../../support/invoice-payments.ts";
import { launchBrowser, skip } from "../support/browser.ts";
import { type DashboardServer, openDashboard, settled, startDashboardServer } from "../support/dashboard.ts";

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

test("dashboard: an invoice is typed, kept as a draft, added up as the server does, sent, credited and closed", {
  skip,
}, async () => {
  await using opened = await openDashboard(server, browser, { viewport: { width: 320, height: 640 } });
  const { page, complaints } = opened;
  await opened.visit("/invoices/new");
  await page.getByLabel("Title").fill("Consulting");
  await page.getByLabel("Customer", { exact: true }).fill("Ann Example");
  await page.getByLabel("Mail address").fill("ann@client.example");
  await page.getByLabel("Currency").selectOption("EUR");
  await page.getByLabel("Line 1", { exact: true }).fill("Hours");
  await page.getByLabel("Quantity 1").fill("1.5");
  await page.getByLabel("Price of each 1").fill("33.33");
  await page.getByRole("button", { name: "Add a line" }).click();
  await page.getByLabel("Line 2", { exact: true }).fill("Travel");
  await page.getByLabel("Price of each 2").fill("10.01");
  await page.getByRole("button", { name: "Add a tax" }).click();
  await page.getByLabel("Tax 1").fill("VAT");
  await page.getByLabel("Percent 1").fill("19");
  await page.getByLabel("On lines 1").fill("1");
  const preview = page.getByLabel("Preview of the invoice");
  // 49.995 is 50.00, and 19% of that 9.50.
  await preview.getByText("€69.51").waitFor();
  await opened.visit("/invoices");
  await opened.visit("/invoices/new");
  await preview.getByText("€69.51").waitFor();
  assert.equal(await page.getByLabel("Line 2", { exact: true }).inputValue(), "Travel");
  await page.getByLabel("Percent 1").fill("190");
  await page.getByRole("button", { name: "Create invoice" }).click();
  // What is wrong stands beside its field, and the rest stays.
  await page
    .locator(".field", { has: page.getByLabel("Percent 1") })
    .locator(".field-problem")
    .waitFor();
  await page.getByLabel("Percent 1").fill("19");
  await page.getByRole("button", { name: "Create invoice" }).click();
  await page.getByRole("heading", { level: 1, name: "Invoice TEST-" }).waitFor();
  await settled(page);
  const { body } = await server.call("GET", "/v1/invoices?customerEmail=ann%40client.example");
  assert.deepEqual([body.data.length, body.data[0].total, body.data[0].customer.name], [1, "69.51", "Ann Example"]);

  await page.getByRole("button", { name: "Send" }).click();
  await page.getByText("The invoice goes out by mail").waitFor();
  await page.getByRole("button", { name: "Remind" }).click();
  // The API refuses: one was mailed a moment ago.
  await page.getByRole("alert").waitFor();
  const paymentId = await invoicePayments(() => server).visit(body.data[0]);
  await page.getByRole("button", { name: "Credit note" }).click();
  await page.getByLabel("Amount in EUR").fill("9.51");
  await page.getByLabel("Reason").fill("Agreed");
  await page.getByRole("button", { name: "Make credit note" }).click();
  await page.getByRole("heading", { name: "Credit notes" }).waitFor();
  await page.locator(".invoice-total", { hasText: "€60.00" }).waitFor();
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Close", exact: true }).last().click();
  await page.getByText("The invoice is closed").waitFor();
  await page.locator(".badge", { hasText: "Expired" }).waitFor();
  const { body: closed } = await server.call("GET", `/v1/invoices/${body.data[0].id}`);
  assert.deepEqual([closed.status, closed.amountDue], ["EXPIRED", "60.00"]);

  await opened.visit(`/payments/${paymentId}`);
  const mail = page.locator(".moment", { hasText: "Mail: the invoice" });
  await mail.getByText("It waits to be sent to ann@client.example").waitFor();

  await opened.visit(`/invoices/${body.data[0].id}`);
  await page.getByRole("link", { name: "Make a copy" }).click();
  await preview.getByText("€69.51").waitFor();
  await opened.visit("/invoices");
  await page.getByRole("searchbox").fill("nobody@client.example");
  await page.keyboard.press("Enter");
  await page.getByText("No invoice fits").waitFor();
  assert.deepEqual(
    complaints.filter((text) => !/status of (400|409|429)/.test(text)),
    [],
  );
});

test("dashboard: a customer is made and gets an address for ever, which is bound again and unbound", {
  skip,
}, async () => {
  await using opened = await openDashboard(server, browser);
  const { page, complaints } = opened;
  await opened.visit("/customers");
  await page.getByRole("button", { name: "New customer" }).first().click();
  await page.getByRole("dialog").getByLabel("Name").fill("Ada");
  await page.getByRole("dialog").getByLabel("Your own id").fill("account-1");
  await page.getByRole("dialog").getByRole("button", { name: "Create customer" }).click();
  await page.getByRole("heading", { level: 1, name: "Ada" }).waitFor();
  await page.getByRole("button", { name: "New address" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reference").fill("savings");
  await dialog.getByRole("button", { name: "Add a recipient" }).click();
  await dialog.getByLabel("Address of recipient 1").fill("0x2222222222222222222222222222222222222222");
  await dialog.getByLabel("Percent of recipient 1").fill("12.5");
  await dialog.getByRole("button", { name: "Bind address" }).click();
  await page.getByRole("heading", { level: 1, name: "savings" }).waitFor();
  await page.getByText("12.50% goes to").waitFor();
  const { body } = await server.call("GET", "/v1/deposit-references?reference=savings");
  assert.match((await page.locator("main").textContent()) ?? "", new RegExp(body.data[0].addresses[0].address));
  await page.getByRole("button", { name: "Bind again" }).click();
  await dialog.getByRole("button", { name: "Bind address" }).click();
  await page.getByText("Earlier split: give it out no more").waitFor();
  await page.getByRole("button", { name: "Unbind" }).click();
  await dialog.getByRole("button", { name: "Unbind" }).click();
  await page.getByText("Unbound", { exact: true }).waitFor();
  const { body: unbound } = await server.call("GET", `/v1/deposit-references/${body.data[0].id}`);
  assert.deepEqual([unbound.bound, unbound.addresses.length], [false, 2]);
  assert.deepEqual(complaints, []);
});
