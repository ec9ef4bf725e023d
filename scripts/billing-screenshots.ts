import type { Browser, Page } from "playwright-core";
import { readCheckoutPage } from "../src/api/pages/checkout-page.ts";
import { renderMail } from "../src/mail/render-mail.ts";
import { type TemplateData, type TemplateName, templateOf } from "../src/mail/templates/index.ts";
import { base } from "../test/chain/chains.ts";
import { anyMandate, anyMandates } from "../test/support/mandates.ts";
import { subscriptionsOf } from "../test/support/subscriptions.ts";
import { startTestServer } from "../test/support/test-server.ts";
import { walkBilling } from "../test/web/support/billing-pages.ts";
import { openPage } from "../test/web/support/browser.ts";

const widths = [320, 1440] as const;
const colors = ["light", "dark"] as const;
const mails: readonly TemplateName[] = ["invoice", "invoice-reminder", "invoice-receipt", "subscription-link"];

/** Takes the pictures of what a subscription's customer sees: pages in both widths and colours, and mails, which have one look. Answers how many. */
export async function takeBillingScreenshots(
  browser: Browser,
  save: (name: string, page: Page) => Promise<void>,
): Promise<number> {
  await using server = await startTestServer({
    engine: { mandates: anyMandates },
    chains: [{ ...base, mode: "test" }],
    checkoutPage: await readCheckoutPage("sandbox"),
  });
  const billing = subscriptionsOf(() => server);
  let taken = 0;
  for (const width of widths) {
    for (const colorScheme of colors) {
      await using opened = await openPage(browser, { viewport: { width, height: 640 }, colorScheme });
      const { page } = opened;
      const take = async (name: string) => {
        await save(`billing-${name}-${width}-${colorScheme}`, page);
        taken += 1;
      };
      await walkBilling({ server, billing, page }, `${colorScheme}${width}@client.example`, take);
      const { slug } = await billing.newPackage({ name: "Pro Support" });
      const shop = { contentType: "text/html", body: merchantPage(server.url, slug) };
      await page.route(`${server.url}/shop`, (route) => route.fulfill(shop));
      await page.goto(`${server.url}/shop`);
      await page.frameLocator("iframe").getByRole("button").waitFor();
      await take("widget");
      const { body } = await server.call("POST", "/v1/mandates", anyMandate);
      await page.goto(`${server.url}/m/${body.url.split("/m/")[1]}`);
      await page.locator("main h1").waitFor();
      await take("mandate");
    }
    await using opened = await openPage(browser, { viewport: { width, height: 640 } });
    for (const name of mails) {
      await opened.page.setContent(previewOf(name));
      await save(`mail-${name}-${width}`, opened.page);
      taken += 1;
    }
  }
  return taken;
}

/** A page of a shop's own, with the widget as the documents print it. */
function merchantPage(server: string, slug: string): string {
  return `<!doctype html><title>Our plans</title><body style="font-family: system-ui; margin: 24px"><h1>Our plans</h1>
    <script src="${server}/widget/subscription.js" async></script><div data-railsplit-package="${slug}" data-railsplit-width="420"></div>`;
}

function previewOf<Name extends TemplateName>(name: Name): string {
  const example = templateOf(name)?.example as TemplateData<Name>;
  const unsubscribeUrl = name.startsWith("invoice") ? "https://pay.example/unsubscribe/token" : null;
  return renderMail(name, example, { publicUrl: "https://pay.example", unsubscribeUrl, language: "en" }).html;
}
