import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { base } from "../../chain/chains.ts";
import { anyMandates } from "../../support/mandates.ts";
import { subscriptionsOf } from "../../support/subscriptions.ts";
import { startTestServer, type TestServer } from "../../support/test-server.ts";
import { launchBrowser, openPage, skip } from "../support/browser.ts";
import { violationsOf } from "../support/violations.ts";

const pictures = process.env.RAILSPLIT_PICTURES;

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

const { newPackage, work, visit, pay, cyclesOf, subscribe } = subscriptionsOf(() => server);

/** The link to a subscription that was mailed to an address. */
async function portalOf(recipient: string): Promise<string> {
  const mails = server.database.selectFrom("mailOutbox").selectAll().where("recipient", "=", recipient);
  const { id, data } = await mails.where("template", "=", "subscription-link").executeTakeFirstOrThrow();
  return new URL(JSON.parse(server.context.secretBox.open(data ?? "", `mail_outbox/${id}`)).url).pathname;
}

// Colours are looked at in both schemes, and what has to fit at both widths; with RAILSPLIT_PICTURES, a directory, each in each.
for (const [width, colorScheme] of [
  [320, "light"],
  [1440, "dark"],
  ...(pictures === undefined
    ? []
    : ([
        [320, "dark"],
        [1440, "light"],
      ] as const)),
] as const) {
  test(`pages of invoices and subscriptions can be used by everybody: ${width} px, ${colorScheme}`, {
    skip,
  }, async () => {
    const customerEmail = `${colorScheme}${width}@client.example`;
    const { slug } = await newPackage({ name: "Pro Support", description: "Answers within a day.", trialDays: 0 });
    const { subscription } = await subscribe({ packageId: slug, customerEmail, customerName: "Ann Example" });
    const [cycle] = await cyclesOf(subscription.id);
    const invoice = `/i/${cycle?.publicId}`;
    await using opened = await openPage(browser, { viewport: { width, height: 900 }, colorScheme });
    const { page, complaints } = opened;
    const found: string[] = [];
    const look = async (name: string, path: string) => {
      await page.goto(`${server.url}${path}`);
      found.push(...(await violationsOf(page)).map((violation) => `${name}: ${violation}`));
      if (pictures === undefined) return;
      await mkdir(pictures, { recursive: true });
      await page.screenshot({ path: `${pictures}/${name}-${width}-${colorScheme}.png`, fullPage: true });
    };
    await look("package", `/s/${slug}`);
    await look("package-frame", `/embed/subscription/${slug}`);
    await look("package-manage", `/s/${slug}/manage`);
    await look("invoice-open", invoice);
    await pay(await visit({ publicId: cycle?.publicId ?? "" }));
    await work();
    await look("invoice-paid", invoice);
    await look("portal", await portalOf(customerEmail));
    await page.getByRole("button", { name: "Cancel" }).click();
    found.push(...(await violationsOf(page)).map((violation) => `portal, asked: ${violation}`));
    // They have no icon, which a browser asks for once.
    const said = complaints.filter((complaint) => !complaint.includes("/favicon.ico"));
    assert.deepEqual([...found, ...said], []);
  });
}
