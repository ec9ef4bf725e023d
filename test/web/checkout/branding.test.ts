import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import type { Browser } from "playwright-core";
import { buildCheckout } from "../../../scripts/build-checkout.ts";
import { readCheckoutPage } from "../../../src/api/pages/checkout-page.ts";
import { startTestServer, type TestServer } from "../../support/test-server.ts";
import { launchBrowser, openPage, skip } from "../support/browser.ts";

let server: TestServer;
let browser: Browser;
before(async () => {
  if (skip) return;
  await buildCheckout("sandbox");
  server = await startTestServer({ checkoutPage: await readCheckoutPage("sandbox") });
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40" height="20"><path fill="#1f5a3d" d="M0 0h40v20H0z"/></svg>`;

for (const colorScheme of ["light", "dark"] as const) {
  test(`checkout: shows the merchant's logo, colour and support contact, readable when it is ${colorScheme}`, {
    skip,
  }, async () => {
    const data = Buffer.from(logo).toString("base64");
    await server.call("PUT", "/v1/organization/logo", { type: "image/svg+xml", data });
    await server.call("PATCH", "/v1/organization", { accentColor: "#1f5a3d", supportContact: "help@shop.example" });
    const { body: payment } = await server.call("POST", "/v1/payments", { amount: "1.00", currency: "USD" });
    await using opened = await openPage(browser, { colorScheme });
    const { page, complaints } = opened;
    await page.goto(`${server.url}/pay/${payment.id}`);
    const picture = page.locator(".merchant-logo");
    await picture.waitFor();
    await page.waitForFunction(() => document.querySelector<HTMLImageElement>(".merchant-logo")?.naturalWidth === 40);
    assert.equal(await page.locator(".support a").getAttribute("href"), "mailto:help@shop.example");
    const brand = () => getComputedStyle(document.documentElement).getPropertyValue("--brand");
    assert.equal(await page.evaluate(brand), "#1f5a3d");
    await page.evaluate(axe.source);
    const found = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
    assert.deepEqual([...found.violations.map(({ id }) => id), ...complaints], []);
  });
}
