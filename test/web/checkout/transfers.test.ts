import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { Address } from "viem";
import { callApi, type Json, waitForStatus } from "../../../scripts/pay.ts";
import type { Stack } from "../../../scripts/stack.ts";
import { chainById, formatDecimal, parseDecimal, tokenBySymbol } from "../../../src/protocol/index.ts";
import { sandboxAccounts } from "../../../src/sandbox/accounts.ts";
import { mintToken } from "../../../src/sandbox/stablecoins.ts";
import { startTestStack } from "../../support/test-stack.ts";
import { launchBrowser, openPage, skip } from "../support/browser.ts";

const base = 8453;
const polygon = 137;
const patience = () => AbortSignal.timeout(60_000);

let stack: Stack;
let browser: Browser;
/** How far the server's clock is ahead. Milliseconds. */
let ahead = 0;
before(async () => {
  if (skip) return;
  const chains = [base, polygon].flatMap((id) => chainById(id) ?? []);
  const clock = () => new Date(Date.now() + ahead);
  stack = await startTestStack({ chains, clock });
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await stack?.stop();
});

const api = (method: string, path: string, body?: Json) => callApi(stack.state, method, path, body);
const newPayment = (changes: Json = {}): Promise<Json> =>
  api("POST", "/v1/payments", { amount: "250.00", currency: "USD", title: "Chair", ...changes });

/** Sends tokens to an address, as an exchange or any wallet would. */
async function transfer(chainId: number, symbol: string, to: string, amount: string): Promise<void> {
  const on = stack.sandbox.chains.get(chainId);
  const token = on && tokenBySymbol(on.chain, symbol);
  if (!token) throw new Error(`${symbol} is not on chain ${chainId}.`);
  await mintToken(on.local, token, to as Address, parseDecimal(amount, token.decimals));
}

const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });

async function choose(page: Page, option: string): Promise<void> {
  await page.getByRole("radio", { name: option }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("tab", { name: "Transfer" }).click();
}

async function shownAddress(page: Page): Promise<string> {
  return (await page.getByText(/^0x[0-9a-fA-F]{40}$/).textContent()) ?? "";
}

async function nameRefundTo(page: Page, address: string): Promise<void> {
  await page.getByLabel("Your address for USDC on Base").fill(address);
  await page.getByRole("button", { name: "Show where to send" }).click();
}

/** What a reload goes on with. */
async function storedQuote(page: Page): Promise<Json> {
  const { stored } = await page.evaluate(() => ({ stored: { ...sessionStorage } }));
  return JSON.parse(Object.values(stored)[0] ?? "{}").quote;
}

/** Errors that a test itself has made. */
const unexpected = (complaints: readonly string[], own: RegExp) => complaints.filter((line) => !own.test(line));

test("transfer: pay on Base: the split is shown, confirmations are counted, and a reload changes nothing", {
  skip,
}, async () => {
  await using opened = await openPage(browser);
  const { page, complaints } = opened;
  const sellers = [{ address: sandboxAccounts.sellers[0]?.address, amount: "60.00" }];
  const payment = await newPayment({ sellers, successUrl: "https://shop.example/thanks" });
  await page.goto(payment.paymentUrl);
  await heading(page, "Choose how to pay").waitFor();
  assert.equal(await page.title(), "Pay $250.00 to Sandbox merchant");
  await page.reload();
  await choose(page, "USDC on Base");

  // Several recipients: nothing is shown to send to before it is known where money goes back to.
  await page.getByText("This payment goes to several recipients").waitFor();
  assert.equal(await page.locator(".qr").count(), 0);
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  await page.keyboard.press("ArrowLeft");
  await heading(page, "Pay with a wallet").waitFor();
  assert.equal(await focused(), "Wallet", "by keyboard, from tab to tab");
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(), "Transfer");
  const refundTo = sandboxAccounts.payers[0].address;
  await nameRefundTo(page, "0x1234");
  await page.getByText("This is no address").waitFor();
  await nameRefundTo(page, stack.sandbox.chains.get(base)?.router ?? "");
  await page.getByText("Money cannot be sent back to this address").waitFor();
  await nameRefundTo(page, refundTo);
  const address = await shownAddress(page);
  await page.getByText(`goes back to ${refundTo.slice(0, 6)}…${refundTo.slice(-4)}`).waitFor();
  assert.equal((await storedQuote(page)).terms.refundTo, refundTo);
  await page.getByText("190.00 USDC").waitFor();
  await page.getByText("60.00 USDC").waitFor();
  await page.reload();
  await heading(page, "Pay by transfer").waitFor();
  assert.equal(await shownAddress(page), address, "a reload goes on with the same quote");

  await transfer(base, "USDC", address, "250");
  await heading(page, "Payment received").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1", "who cannot see is taken along");
  assert.notEqual((await api("GET", `/v1/payments/${payment.id}`)).status, "ACTIVE");
  await page.reload();
  await heading(page, "Paid").waitFor();
  assert.equal((await api("GET", `/v1/payments/${payment.id}`)).status, "SUCCESSFUL");
  await page.reload();
  await heading(page, "Paid").waitFor();
  const link = page.getByRole("link", { name: "Return to Sandbox merchant" });
  assert.equal(await link.getAttribute("href"), `https://shop.example/thanks?payment_id=${payment.id}`);
  await page.getByText("190.00 USDC").waitFor();

  await transfer(base, "USDC", address, "40");
  await stack.receiver.wait("payment.overpaid", payment.id, patience());
  await page.reload();
  await heading(page, "Paid, and more came than was due").waitFor();
  await page.getByText("40.00 USDC on Base").waitFor();
  assert.deepEqual(unexpected(complaints, /status of 400/), []);
});

test("transfer: on a phone, without server-sent events: too little on Polygon is told, and the rest pays", {
  skip,
}, async () => {
  await using opened = await openPage(browser, {
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
    prepare: (page) => page.route("**/events", (route) => route.abort()),
  });
  const { page, complaints } = opened;
  // Small amounts are final soon there.
  const payment = await newPayment({ amount: "8.00", currency: "EUR" });
  await page.goto(payment.paymentUrl);
  await choose(page, "USDT on Polygon");
  const address = await shownAddress(page);
  const { amountToken } = await storedQuote(page);

  await transfer(polygon, "USDT", address, "5");
  await heading(page, "Part of it has arrived").waitFor();
  const rest = formatDecimal(parseDecimal(amountToken, 6) - 5_000_000n, 6);
  await page
    .getByText(`${rest.replace(/0+$/, "")} USDT`)
    .first()
    .waitFor();
  await page.reload();
  await heading(page, "Part of it has arrived").waitFor();
  assert.equal(await shownAddress(page), address);

  await transfer(polygon, "USDT", address, rest);
  await heading(page, /^Paid/).waitFor();
  assert.deepEqual(unexpected(complaints, /ERR_FAILED/), []);
});

test("transfer: two tabs at once: each has its quote, one is paid, both say so", { skip }, async () => {
  await using first = await openPage(browser);
  await using second = await openPage(browser);
  const payment = await newPayment({ amount: "8.00" });
  await Promise.all([first, second].map(({ page }) => page.goto(payment.paymentUrl)));
  await choose(first.page, "USDC on Base");
  await choose(second.page, "USDC on Polygon");
  const address = await shownAddress(second.page);
  assert.notEqual(await shownAddress(first.page), address);
  await transfer(polygon, "USDC", address, "8");
  await Promise.all([first, second].map(({ page }) => heading(page, "Paid").waitFor()));
  assert.deepEqual([...first.complaints, ...second.complaints], []);
});

test("cancel: a payment that the shop cancels says so at once, and shows no address any more", { skip }, async () => {
  await using opened = await openPage(browser);
  const { page, complaints } = opened;
  const payment = await newPayment();
  await page.goto(payment.paymentUrl);
  await choose(page, "USDC on Base");
  await page.locator(".qr").waitFor();
  await api("DELETE", `/v1/payments/${payment.id}`);
  await heading(page, "This payment was cancelled").waitFor();
  assert.equal(await page.locator(".qr").count(), 0);
  assert.deepEqual(complaints, []);
});

test("follow: while the API is away the page says so and keeps what it shows; it goes on by itself", {
  skip,
}, async () => {
  await using opened = await openPage(browser);
  const { page, complaints } = opened;
  const payment = await newPayment();
  const down = (target: Page | BrowserContext) => target.route("**/v1/**", (route) => route.abort());
  await down(page);
  await page.goto(payment.paymentUrl);
  await heading(page, "The payment cannot be shown now").waitFor();
  await page.unroute("**/v1/**");
  await page.getByRole("button", { name: "Try again" }).click();
  await choose(page, "USDC on Base");
  const address = await shownAddress(page);

  await down(page);
  await page.getByText("No connection at the moment").waitFor({ timeout: 40_000 });
  assert.equal(await shownAddress(page), address);
  await page.unroute("**/v1/**");
  await page.getByText("No connection at the moment").waitFor({ state: "detached" });
  assert.deepEqual(unexpected(complaints, /ERR_FAILED/), []);
});

test("quoting: a slow API and a chain that does not answer leave the page usable", { skip }, async () => {
  await using opened = await openPage(browser);
  const { page, complaints } = opened;
  const payment = await newPayment();
  await page.goto(payment.paymentUrl);
  let answer = () => {};
  const asked = new Promise<void>((resolve) => {
    page.route("**/quotes", async (route) => {
      resolve();
      await new Promise<void>((release) => {
        answer = release;
      });
      await route.continue();
    });
  });
  await page.getByRole("button", { name: "Continue" }).click();
  await asked;
  await page.getByRole("button", { name: "Getting your amount" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Getting your amount" }).isDisabled(), true);
  const chain = stack.sandbox.chains.get(base);
  chain?.freeze();
  try {
    answer();
    await page.getByRole("tab", { name: "Transfer" }).click();
    await page.locator(".qr").waitFor();
    await page.getByRole("button", { name: "Change network or token" }).click();
    await heading(page, "Choose how to pay").waitFor();
  } finally {
    chain?.thaw();
  }
  assert.deepEqual(complaints, []);
});

test("unknown payment: what an unknown link leads to says that there is no such payment", { skip }, async () => {
  await using opened = await openPage(browser);
  const { page, complaints } = opened;
  const response = await page.goto(`${stack.state.apiUrl}/pay/0195940c-5c40-7b8a-9d51-3c1f5a2e7d10`);
  assert.equal(response?.status(), 404);
  await heading(page, "There is no such payment").waitFor();
  assert.deepEqual(unexpected(complaints, /status of 404/), []);
});

/** Moves the server's time and that of all chains. */
async function pass(milliseconds: number): Promise<void> {
  ahead += milliseconds;
  for (const { local } of stack.sandbox.chains.values()) {
    await local.increaseTime({ seconds: Math.floor(milliseconds / 1_000) });
    await local.mine({ blocks: 1 });
  }
}

const minutes = (count: number) => count * 60_000;

// From here on time is moved: these come last.
test("renewal: a quote that is over is replaced by one that the payer agrees to, and that one pays", {
  skip,
}, async () => {
  await using opened = await openPage(browser);
  const { page, complaints } = opened;
  const payment = await newPayment({ currency: "EUR" });
  await page.goto(payment.paymentUrl);
  await choose(page, "USDC on Base");
  const address = await shownAddress(page);
  stack.rates.set({ EUR: "0.8500" });
  await pass(minutes(29.5));
  // As when the payer comes back to the tab: the page asks for the server's time again.
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await heading(page, "This amount is no longer held").waitFor();
  assert.equal(await page.locator(".qr").count(), 0);
  await page.getByRole("button", { name: /^Continue with 294\.\d+\sUSDC$/ }).click();
  await heading(page, "Pay by transfer").waitFor();
  const renewed = await shownAddress(page);
  assert.notEqual(renewed, address);
  await transfer(base, "USDC", renewed, "300");
  await heading(page, /^Paid/).waitFor();
  assert.deepEqual(complaints, []);
});

test("renewal: a quote that comes when its time is over is replaced as well", { skip }, async () => {
  await using opened = await openPage(browser);
  const { page, complaints } = opened;
  const payment = await newPayment({ currency: "EUR" });
  await page.goto(payment.paymentUrl);
  const held = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  let isHolding = true;
  await page.route("**/quotes", async (route) => {
    if (!isHolding || !route.request().postDataJSON().transfer) return route.continue();
    isHolding = false;
    const response = await route.fetch();
    answered.resolve();
    await held.promise;
    await route.fulfill({ response });
  });
  await choose(page, "USDC on Base");
  await answered.promise;
  await page.getByText("Asking for an address").waitFor();
  assert.equal(
    await page.getByText(/^0x[0-9a-fA-F]{40}$/).count(),
    0,
    "the present quote's address would be copied and forgotten",
  );
  await pass(minutes(31));
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await heading(page, "This amount is no longer held").waitFor();
  held.resolve();
  await page.getByRole("button", { name: /^Continue with \d+\.\d+\sUSDC$/ }).click();
  await heading(page, "Pay by transfer").waitFor();
  assert.deepEqual(complaints, []);
});

test("expiry: a payment that expires while somebody looks at it shows nothing to send to any more", {
  skip,
}, async () => {
  await using opened = await openPage(browser);
  const { page, complaints } = opened;
  const payment = await newPayment({ expiresAt: new Date(Date.now() + ahead + minutes(15.2)).toISOString() });
  await page.goto(payment.paymentUrl);
  await choose(page, "USDC on Base");
  await page.locator(".qr").waitFor();
  await pass(minutes(15.3));
  await heading(page, "The time to pay is over").waitFor();
  assert.equal(await page.locator(".qr").count(), 0);
  await waitForStatus(stack.state, payment.id, "EXPIRED", patience());
  await page.getByText("Nothing has been paid").waitFor();
  assert.equal(await page.locator(".qr").count(), 0);
  assert.deepEqual(complaints, []);
});
