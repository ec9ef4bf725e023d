import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { readCheckoutPage } from "../src/api/pages/checkout-page.ts";
import { startTestServer } from "../test/support/test-server.ts";
import { launchBrowser, openPage } from "../test/web/support/browser.ts";
import type { SampleName } from "../web/checkout/sandbox/samples.ts";
import { takeBillingScreenshots } from "./billing-screenshots.ts";
import { buildCheckout } from "./build-checkout.ts";
import { takeDashboardScreenshots } from "./dashboard-screenshots.ts";
import { type Pixels, smallPng } from "./small-png.ts";

const directory = fileURLToPath(new URL("../docs/screenshots", import.meta.url));

type Shot = { readonly screen: SampleName; readonly width: 320 | 1440; readonly colors: "light" | "dark" };

const wide = (screen: SampleName, colors: Shot["colors"] = "light"): Shot => ({ screen, width: 1440, colors });
const narrow = (screen: SampleName, colors: Shot["colors"] = "light"): Shot => ({ screen, width: 320, colors });

/** Each state once, and the main ones also small and dark. */
const shots: readonly Shot[] = [
  wide("choose"),
  wide("choose", "dark"),
  narrow("choose"),
  wide("choose-unavailable"),
  wide("wallet"),
  wide("wallet-review"),
  narrow("wallet-review", "dark"),
  wide("wallet-waiting"),
  narrow("phone"),
  wide("address"),
  narrow("address"),
  narrow("address", "dark"),
  wide("address-refund"),
  narrow("address-refund"),
  wide("partial"),
  wide("renewal"),
  wide("submitted"),
  wide("processing"),
  wide("success"),
  wide("success", "dark"),
  narrow("success"),
  wide("overpaid"),
  wide("late"),
  wide("expired"),
  wide("cancelled"),
  wide("failed"),
  wide("error"),
  wide("unknown"),
];

/** The browser reads its own pictures best. */
async function pixelsOf(page: Page, picture: Buffer): Promise<Pixels> {
  const { width, height, data } = await page.evaluate(
    async (url) => {
      const image = await createImageBitmap(await (await fetch(url)).blob());
      const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
      canvas?.drawImage(image, 0, 0);
      const pixels = canvas?.getImageData(0, 0, image.width, image.height).data ?? new Uint8ClampedArray();
      // Newer than TypeScript's own types.
      const bytes = new Uint8Array(pixels.buffer) as Uint8Array & { toBase64(): string };
      return { width: image.width, height: image.height, data: bytes.toBase64() };
    },
    `data:image/png;base64,${picture.toString("base64")}`,
  );
  return { width, height, data: Buffer.from(data, "base64") };
}

await buildCheckout("sandbox");
await using server = await startTestServer({ checkoutPage: await readCheckoutPage("sandbox") });
const browser = await launchBrowser();
try {
  await using canvas = await openPage(browser);
  await mkdir(directory, { recursive: true });
  for (const old of await readdir(directory)) await rm(`${directory}/${old}`);
  const save = async (name: string, page: Page) => {
    const picture = await page.screenshot({ fullPage: true, animations: "disabled" });
    await writeFile(`${directory}/${name}.png`, smallPng(await pixelsOf(canvas.page, picture)));
  };
  for (const { screen, width, colors } of shots) {
    await using opened = await openPage(browser, { viewport: { width, height: 640 }, colorScheme: colors });
    await opened.page.goto(`${server.url}/pay/preview?screen=${screen}`);
    await opened.page.locator("main h1").waitFor();
    for (const code of await opened.page.locator(".qr").all()) await code.locator("path").waitFor();
    await save(`${screen}-${width}-${colors}`, opened.page);
  }
  const ofDashboard = await takeDashboardScreenshots(browser, save);
  const ofBilling = await takeBillingScreenshots(browser, save);
  console.log(`${shots.length + ofDashboard + ofBilling} screenshots are in docs/screenshots.`);
} finally {
  await browser.close();
}
