import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { base } from "../../chain/chains.ts";
import { anyMandates } from "../../support/mandates.ts";
import { subscriptionsOf } from "../../support/subscriptions.ts";
import { startTestServer, type TestServer } from "../../support/test-server.ts";
import { walkBilling } from "../support/billing-pages.ts";
import { launchBrowser, openPage, skip } from "../support/browser.ts";
import { violationsOf } from "../support/violations.ts";

let server: TestServer;
let browser: Browser;
before(async () => {
  if (skip) return;
  server = await startTestServer({ engine: { mandates: anyMandates }, chains: [{ ...base, mode: "test" }] });
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

// Colours are looked at in both schemes, and what has to fit at both widths; `npm run screenshots` takes each in each.
for (const [width, colorScheme] of [
  [320, "light"],
  [1440, "dark"],
] as const) {
  test(`pages of invoices and subscriptions can be used by everybody: ${width} px, ${colorScheme}`, {
    skip,
  }, async () => {
    await using opened = await openPage(browser, { viewport: { width, height: 900 }, colorScheme });
    const { page, complaints } = opened;
    const found: string[] = [];
    const billing = subscriptionsOf(() => server);
    await walkBilling({ server, billing, page }, `${colorScheme}${width}@client.example`, async (name) => {
      found.push(...(await violationsOf(page)).map((violation) => `${name}: ${violation}`));
    });
    // They have no icon, which a browser asks for once.
    const said = complaints.filter((complaint) => !complaint.includes("/favicon.ico"));
    assert.deepEqual([...found, ...said], []);
  });
}
