import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { Railsplit } from "../../../clients/typescript/index.ts";
import { startShop } from "../../../examples/shop/shop.ts";
import type { Stack } from "../../../scripts/stack.ts";
import { type Chain, chainById, parseDecimal, type Token } from "../../../src/protocol/index.ts";
import type { SandboxChain } from "../../../src/sandbox/sandbox.ts";
import { mintToken } from "../../../src/sandbox/stablecoins.ts";
import { startTestStack } from "../../support/test-stack.ts";
import { launchBrowser, openPage, skip } from "../support/browser.ts";

const base = chainById(8453) as Chain;
const usdc = base.tokens[0] as Token;

let stack: Stack;
let shop: Awaited<ReturnType<typeof startShop>>;
let railsplit: Railsplit;
let browser: Browser;
before(async () => {
  if (skip) return;
  stack = await startTestStack({ chains: [base] });
  const { apiUrl, apiKey, webhookSecret } = stack.state;
  shop = await startShop({ railsplitUrl: apiUrl, apiKey, webhookSecret, port: 0, database: ":memory:" });
  railsplit = new Railsplit({ apiKey, baseUrl: apiUrl });
  await railsplit.webhooks.update({ url: `${shop.url}/webhooks` });
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await shop?.stop();
  await stack?.stop();
});

test("embed: a customer pays in a frame of the shop's page, and the shop ships", { skip }, async () => {
  await railsplit.checkout.updateSettings({ embedOrigins: [shop.url] });
  await using opened = await openPage(browser);
  const { page, complaints } = opened;
  await page.addInitScript(() => {
    const heard: unknown[] = [];
    Object.assign(globalThis, { heard });
    for (const type of ["ready", "resize", "status", "close"]) {
      addEventListener(`railsplit:${type}`, (event) => heard.push((event as CustomEvent).detail));
    }
  });
  await page.goto(shop.url);
  await page.getByRole("button", { name: "Buy" }).click();
  const checkout = page.frameLocator("iframe");
  await checkout.getByText("USDC on Base").click();
  await checkout.getByRole("button", { name: "Continue" }).click();
  await checkout.getByRole("tab", { name: "Transfer" }).click();
  const address = await checkout.getByText(/^0x[0-9a-fA-F]{40}$/).textContent();
  const { local } = stack.sandbox.chains.get(base.id) as SandboxChain;
  await mintToken(local, usdc, address as `0x${string}`, parseDecimal("120", usdc.decimals));

  await page.getByText("Thank you! Your coffee is on its way.").waitFor({ timeout: 60_000 });
  const back = await checkout.getByRole("link", { name: "Return to Sandbox merchant" }).getAttribute("href");
  const target = new URL(back ?? "");
  assert.match(target.searchParams.get("payment_id") ?? "", /^[0-9a-f-]{36}$/);
  target.searchParams.delete("payment_id");
  assert.equal(target.href, page.url());
  await checkout.getByRole("button", { name: "Close" }).click();
  await page.locator("dialog").waitFor({ state: "detached" });
  const heard = (await page.evaluate("heard")) as { type: string; status?: string; height?: number }[];
  assert.equal(heard[0]?.type, "railsplit:ready");
  assert.equal(heard.at(-1)?.type, "railsplit:close");
  const statuses = heard.flatMap(({ status }) => status ?? []);
  assert.equal(statuses.at(-1), "SUCCESSFUL");
  assert.ok(heard.some(({ height }) => (height ?? 0) > 100));
  assert.deepEqual(complaints, []);
});

test("embed: where the merchant has not named the shop's page, the checkout opens as a page of its own", {
  skip,
}, async () => {
  await railsplit.checkout.updateSettings({ embedOrigins: ["https://another.example"] });
  await using opened = await openPage(browser);
  const { page, complaints } = opened;
  await page.goto(shop.url);
  await page.getByRole("button", { name: "Buy" }).click();
  await page.waitForURL(`${stack.state.apiUrl}/p/*`);
  await page.getByText("USDC on Base").waitFor();
  assert.match(complaints.join(), /frame-ancestors/);
});

test("embed: a marked link opens the checkout over the page, and leads to it where scripts do not run", {
  skip,
}, async () => {
  const payment = await railsplit.payments.create({ amount: "5.00", currency: "USD" });
  const link = `<a href="${payment.paymentUrl}" data-railsplit="button">Pay</a>`;
  await using cart = await serve(`<!doctype html>${link}<script src="${stack.state.apiUrl}/embed.js" defer></script>`);
  await railsplit.checkout.updateSettings({ embedOrigins: [cart.url] });
  for (const javaScriptEnabled of [true, false]) {
    await using opened = await openPage(browser, { javaScriptEnabled });
    const { page } = opened;
    await page.goto(cart.url);
    await page.getByRole("link", { name: "Pay" }).click();
    if (javaScriptEnabled) await page.frameLocator("iframe").getByText("USDC on Base").waitFor();
    else await page.waitForURL(payment.paymentUrl);
  }
});

async function serve(html: string) {
  const server = createServer((_request, response) => response.setHeader("content-type", "text/html").end(html));
  await once(server.listen(0, "localhost"), "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

test("embed: the script that shops load is a kilobyte", { skip }, async () => {
  const response = await fetch(`${stack.state.apiUrl}/embed.js`);
  assert.equal(response.headers.get("cross-origin-resource-policy"), "cross-origin");
  assert.ok(gzipSync(await response.text()).length <= 1_024);
});
