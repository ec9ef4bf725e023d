import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { zeroHash } from "viem";
import { buildCheckout } from "../../../scripts/build-checkout.ts";
import { readCheckoutPage } from "../../../src/api/pages/checkout-page.ts";
import { startTestServer, type TestServer } from "../../support/test-server.ts";
import { launchBrowser, openPage, skip } from "../support/browser.ts";

let server: TestServer;
let browser: Browser;
before(async () => {
  if (skip) return;
  await buildCheckout("production");
  server = await startTestServer({ checkoutPage: await readCheckoutPage("production") });
  // As if the chain had been read up to now.
  const block = { blockNumber: 1n, blockHash: zeroHash, blockTime: new Date(), readTwiceTo: 1n };
  await server.database
    .insertInto("chainCursors")
    .values({ chainId: 8453, ...block })
    .execute();
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

const phone =
  "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36";

async function atTheQuote(userAgent?: string) {
  const { body } = await server.call("POST", "/v1/payments", { amount: "7.00", currency: "USD" });
  const url = new URL(new URL(body.paymentUrl).pathname, server.url).href;
  const opened = await openPage(browser, {
    viewport: { width: 360, height: 740 },
    ...(userAgent && { userAgent, isMobile: true, hasTouch: true }),
  });
  await opened.page.goto(url);
  await opened.page.getByLabel("USDC on Base").check();
  await opened.page.getByRole("button", { name: "Continue" }).click();
  return { ...opened, url };
}

test("phone: without a wallet in the browser the page opens at the transfer, with links that open it in wallets", {
  skip,
}, async () => {
  await using opened = await atTheQuote(phone);
  const { page, url, complaints } = opened;
  await page.getByRole("heading", { level: 1, name: "Pay by transfer" }).waitFor();
  await page.locator(".qr path").waitFor();
  const links = await page
    .getByRole("navigation", { name: "Open in a wallet" })
    .getByRole("link")
    .evaluateAll((anchors) => anchors.map((anchor) => [anchor.textContent, anchor.getAttribute("href")]));
  const { host, pathname } = new URL(url);
  assert.deepEqual(links.slice(0, 3), [
    ["Open in MetaMask", `https://metamask.app.link/dapp/${host}${pathname}`],
    ["Open in Coinbase Wallet", `https://go.cb-w.com/dapp?cb_url=${encodeURIComponent(url)}`],
    ["Open in Trust Wallet", `https://link.trustwallet.com/open_url?coin_id=60&url=${encodeURIComponent(url)}`],
  ]);
  await page.getByRole("tab", { name: "Wallet" }).click();
  await page.getByRole("link", { name: "Open in MetaMask" }).waitFor();
  assert.deepEqual(complaints, []);
});

test("phone: on a computer without a wallet the page opens at the wallet, without such links", { skip }, async () => {
  await using opened = await atTheQuote();
  await opened.page.getByText("No wallet was found in this browser").waitFor();
  assert.equal(await opened.page.getByRole("link", { name: /Open in/ }).count(), 0);
});
