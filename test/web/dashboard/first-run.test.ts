import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import type { Json } from "../../../scripts/pay.ts";
import { openPage, skip } from "../support/browser.ts";
import { api, browser, setUpPayingStack, stack, statusOf } from "../support/paying-stack.ts";

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

/** Opens a payment, and has something happen to it. */
async function simulate(page: Page, { id }: Json, action: string, place?: string) {
  await page.goto(`${stack.state.apiUrl}/dashboard/payments/${id}`);
  await page.getByRole("button", { name: "Simulate" }).click();
  await page.getByLabel("What happens").selectOption(action);
  if (place) await page.getByLabel("Where").selectOption(place);
  await page.getByRole("button", { name: "Let it happen" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached", timeout: 120_000 });
}
const badge = (page: Page, text: string) =>
  page.locator(".page-head .badge", { hasText: text }).waitFor({ timeout: 60_000 });

// The last one: it moves the time.
test("dashboard: payments are paid and let expire without a wallet; the time moves, and nobody is signed out; nothing of it in live mode", {
  skip,
}, async () => {
  await using opened = await openPage(browser);
  const { page, complaints } = opened;
  await page.goto(stack.state.ownerUrl);
  const ask = { amount: "12.00", currency: "USD" };
  const [paid, over] = [await api("POST", "/v1/payments", ask), await api("POST", "/v1/payments", ask)];
  await simulate(page, paid, "A wallet pays", "USDC on Polygon PoS");
  await badge(page, "Paid");
  await simulate(page, over, "It expires");
  await badge(page, "Expired");
  assert.deepEqual(await Promise.all([paid, over].map(statusOf)), ["SUCCESSFUL", "EXPIRED"]);

  await page.getByRole("link", { name: "Developers" }).click();
  await page.getByRole("link", { name: "Sandbox" }).click();
  await page.getByText(/^5\d minutes$/).waitFor();
  await page.getByLabel("Forwards by").selectOption("A week");
  await page.getByRole("button", { name: "Move the time" }).click();
  await page.getByText("7 days", { exact: true }).waitFor();
  await page.getByLabel("Blocks").fill("2");
  await page.getByRole("button", { name: "Replace the blocks" }).click();
  await page.getByText("2 blocks are replaced").waitFor();
  await page.getByLabel("Live").check();
  await page.getByRole("link", { name: "Sandbox" }).waitFor({ state: "detached" });
  assert.deepEqual(complaints, []);
});
