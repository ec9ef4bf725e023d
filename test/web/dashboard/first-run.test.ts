import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, skip } from "../support/browser.ts";
import { browser, setUpPayingStack, stack } from "../support/paying-stack.ts";

setUpPayingStack();

test("dashboard: from npm start's URL to the first paid payment without a terminal", { skip }, async () => {
  await using opened = await openPage(browser);
  const { page, complaints } = opened;
  await page.goto(stack.state.ownerUrl);
  await page.getByRole("heading", { name: "Get your first payment" }).waitFor();
  await page.getByRole("link", { name: "Create a payment and open its page" }).click();
  await page.getByLabel("Amount", { exact: true }).fill("25.00");
  await page.getByLabel("Title").fill("First order");
  await page.getByRole("button", { name: "Create payment" }).click();
  await page.getByRole("heading", { level: 1, name: "$25.00" }).waitFor();
  const opening = page.context().waitForEvent("page");
  await page.getByRole("link", { name: "Open as the customer" }).click();
  const checkout = await opening;
  await checkout.getByLabel("USDC on Polygon PoS").check();
  await checkout.getByRole("button", { name: "Continue" }).click();
  await checkout.getByRole("button", { name: "Sandbox wallet" }).click();
  await checkout.getByRole("button", { name: /^Pay / }).click();
  await checkout.getByRole("heading", { name: "Paid", exact: true }).waitFor({ timeout: 60_000 });
  // The dashboard hears of it by itself.
  await page.bringToFront();
  await page.locator(".page-head .badge-good").waitFor({ timeout: 30_000 });
  await page.getByText("Paid on chain: 25.00").waitFor();
  await page.getByText("Webhook payment.completed").waitFor();
  await page.getByRole("link", { name: "Home" }).click();
  await page.getByText("$25.00").first().waitFor();
  assert.equal(await page.locator(".key-figure-value").first().textContent(), "$25.00");
  assert.deepEqual(complaints, []);
});
