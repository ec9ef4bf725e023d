import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import type { Json } from "../../../scripts/pay.ts";
import { openPage, skip } from "../support/browser.ts";
import { api, browser, setUpPayingStack, stack, statusOf } from "../support/paying-stack.ts";

setUpPayingStack();

const ask = { amount: "12.00", currency: "USD" };

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

test("dashboard: payments are paid, underpaid and let expire without a wallet; the time moves, and nobody is signed out; nothing of it in live mode", {
  skip,
}, async () => {
  await using opened = await openPage(browser);
  const { page, complaints } = opened;
  await page.goto(stack.state.ownerUrl);
  const [paid, part, over] = [
    await api("POST", "/v1/payments", ask),
    await api("POST", "/v1/payments", ask),
    await api("POST", "/v1/payments", ask),
  ];
  await simulate(page, paid, "A wallet pays", "USDC on Polygon PoS");
  await badge(page, "Paid");
  await simulate(page, part, "Half is paid", "USDC on Polygon PoS");
  await page.getByText("Webhook payment.underpaid").waitFor({ timeout: 60_000 });
  await badge(page, "Open");
  await simulate(page, part, "A transfer pays", "USDC on Polygon PoS");
  await badge(page, "Paid");
  await simulate(page, over, "It expires");
  await badge(page, "Expired");
  assert.deepEqual(await Promise.all([paid, part, over].map(statusOf)), ["SUCCESSFUL", "SUCCESSFUL", "EXPIRED"]);

  await page.getByRole("link", { name: "Developers" }).click();
  await page.getByRole("link", { name: "Sandbox" }).click();
  await page.getByText("1 hour", { exact: true }).waitFor();
  await page.getByLabel("Forwards by").selectOption("A week");
  await page.getByRole("button", { name: "Move the time" }).click();
  await page.getByText("7 days", { exact: true }).waitFor();
  await page.getByLabel("Blocks").fill("2");
  await page.getByRole("button", { name: "Replace the blocks" }).click();
  await page.getByText("2 blocks are replaced").waitFor();
  // Nothing of it is there in live mode.
  await page.getByLabel("Live").check();
  await page.getByRole("link", { name: "Sandbox" }).waitFor({ state: "detached" });
  assert.deepEqual(complaints, []);
});
