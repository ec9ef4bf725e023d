import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContext } from "playwright-core";
import { zeroHash } from "viem";
import { buildCheckout } from "../../../../scripts/build-checkout.ts";
import { readCheckoutPage } from "../../../../src/api/pages/checkout-page.ts";
import { startTestServer, type TestServer } from "../../../support/test-server.ts";
import { launchBrowser, skip } from "../../support/browser.ts";
import { openPayingPage } from "../../support/paying-page.ts";

// The services of these wallets are not asked: the network ends at the browser. What is tested is our side: that their code is loaded when they are
// chosen, runs under the page's policy, asks for what we mean it to, and reports to nobody.

let server: TestServer;
let browser: Browser;
before(async () => {
  if (skip) return;
  await buildCheckout("production");
  const checkoutPage = await readCheckoutPage("production");
  server = await startTestServer({
    checkoutPage,
    wallets: { walletConnectProjectId: "0".repeat(32), baseAccount: true },
  });
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

/** WalletConnect's relay, which acknowledges what it is sent and passes nothing on. Answers the hosts that are asked for by a socket. */
async function standInForRelay(context: BrowserContext): Promise<ReadonlySet<string>> {
  const hosts = new Set<string>();
  await context.routeWebSocket(/.*/, (socket) => {
    hosts.add(new URL(socket.url()).host);
    socket.onMessage((message) => {
      const { id } = JSON.parse(`${message}`);
      socket.send(JSON.stringify({ jsonrpc: "2.0", id, result: true }));
    });
  });
  await context.route("https://verify.walletconnect.org/**", (route) => route.fulfill({ contentType: "text/html" }));
  // There may be no network at all where this runs.
  await context.addInitScript(() => Object.defineProperty(navigator, "onLine", { get: () => true }));
  return hosts;
}

async function atTheWallets() {
  const { body } = await server.call("POST", "/v1/payments", { amount: "7.00", currency: "USD" });
  const paymentUrl = new URL(new URL(body.paymentUrl).pathname, server.url).href;
  let sockets: ReadonlySet<string> = new Set();
  const page = await openPayingPage(browser, { paymentUrl }, [], async (context) => {
    sockets = await standInForRelay(context);
  });
  await page.choose("USDC", "Base");
  const choose = (name: string) => page.page.getByRole("button", { name, exact: true }).click();
  /** Every host but our own that anything was asked of. */
  const hosts = () => {
    const asked = page.requested.map((url) => new URL(url).host).filter((host) => host !== new URL(server.url).host);
    return [...new Set([...asked, ...sockets])].toSorted();
  };
  const loaded = (name: string) => page.requested.some((url) => url.includes(`/assets/${name}-`));
  await page.page.getByRole("button", { name: "WalletConnect" }).waitFor();
  assert.deepEqual([hosts(), loaded("wallet-connect"), loaded("base-account")], [[], false, false]);
  return { ...page, choose, hosts, loaded };
}

test("connectWalletConnect: WalletConnect shows what to scan, under the page's policy, and tells nobody how it is used", {
  skip,
}, async () => {
  await using page = await atTheWallets();
  // By this frame the payer's wallet is told whose page it is.
  const verification = page.page.waitForRequest("https://verify.walletconnect.org/**");
  await page.choose("WalletConnect");
  await page.page.getByRole("img", { name: "QR code that connects your wallet" }).waitFor();
  await verification;
  await page.choose("Cancel");
  await page.page.getByRole("button", { name: "WalletConnect" }).waitFor();
  assert.deepEqual(page.hosts(), ["relay.walletconnect.org", "verify.walletconnect.org"]);
  assert.equal(page.loaded("wallet-connect"), true);
  assert.deepEqual(page.complaints, []);
});

test("connectBaseAccount: Base Account opens its own window, and tells nobody how it is used", { skip }, async () => {
  await using page = await atTheWallets();
  const opened = page.page.context().waitForEvent("request", (request) => request.url().startsWith("https://"));
  await page.choose("Base Account");
  assert.match((await opened).url(), /^https:\/\/keys\.coinbase\.com\/connect\?/);
  await page.choose("Cancel");
  await page.page.getByRole("button", { name: "Base Account" }).waitFor();
  assert.deepEqual(page.hosts(), ["keys.coinbase.com"]);
  assert.equal(page.loaded("base-account"), true);
  assert.deepEqual(page.complaints, []);
});
