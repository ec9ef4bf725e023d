import type { Browser } from "playwright-core";
import { readCheckoutPage } from "../../src/api/pages/checkout-page.ts";
import { enabledChains } from "../../src/protocol/index.ts";
import { startTestServer, type TestServer } from "../../test/support/test-server.ts";
import { launchBrowser, openPage } from "../../test/web/support/browser.ts";
import { buildCheckout } from "../build-checkout.ts";
import { printTable } from "../table.ts";

/** How many times slower than this machine the processor is made. */
const slowDown = 4;

const loads = 7;

/** Bounds of the medians, in milliseconds. */
const most = { painted: 1_000, interactive: 2_000 };

type Load = {
  /** Milliseconds from the navigation to the first thing on the screen. */
  readonly painted: number;
  /** Milliseconds until a network can be chosen and the button pressed. */
  readonly interactive: number;
  readonly bytes: number;
  readonly requests: number;
};

/** Loads production's page of a real payment in a slow browser, each time with empty caches. */
export async function benchCheckout(): Promise<boolean> {
  await buildCheckout("production");
  await using server = await startTestServer({ checkoutPage: await readCheckoutPage("production") });
  const paymentUrl = await createPayment(server);
  const browser = await launchBrowser();
  try {
    // The first one is the browser's own warming up.
    await load(browser, paymentUrl);
    const measured: Load[] = [];
    for (let count = 0; count < loads; count += 1) measured.push(await load(browser, paymentUrl));
    return report(measured);
  } finally {
    await browser.close();
  }
}

async function createPayment({ call, context, url }: TestServer): Promise<string> {
  // As if every chain were read up to now: else nothing could be chosen.
  const blockHash = `0x${"0".repeat(64)}` as const;
  const read = { blockNumber: 1n, blockHash, blockTime: new Date(), readTwiceTo: 1n };
  const cursors = enabledChains.map(({ id }) => ({ chainId: id, ...read }));
  await context.database.insertInto("chainCursors").values(cursors).execute();
  const { body } = await call("POST", "/v1/payments", { amount: "250.00", currency: "USD", title: "Chair" });
  return `${url}/pay/${body.id}`;
}

async function load(browser: Browser, paymentUrl: string): Promise<Load> {
  await using opened = await openPage(browser, { viewport: { width: 390, height: 844 } });
  const { page, complaints } = opened;
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowDown });
  await page.addInitScript(() => {
    const look = () => {
      if (!document.querySelector("button[type=submit]:enabled")) return;
      watching.disconnect();
      // After the frame that shows it.
      requestAnimationFrame(() => setTimeout(() => performance.mark("interactive")));
    };
    const watching = new MutationObserver(look);
    watching.observe(document, { childList: true, subtree: true, attributes: true });
  });
  await page.goto(paymentUrl);
  await page.waitForFunction(() => performance.getEntriesByName("interactive").length > 0);
  if (complaints.length > 0) throw new Error(complaints.join("\n"));
  return page.evaluate(() => {
    const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    const resources = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    const [interactive] = performance.getEntriesByName("interactive");
    // Only what the first screen waited for.
    const needed = resources.filter(({ startTime }) => startTime < (interactive?.startTime ?? 0));
    return {
      painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.POSITIVE_INFINITY,
      interactive: interactive?.startTime ?? Number.POSITIVE_INFINITY,
      bytes: needed.reduce((sum, { transferSize }) => sum + transferSize, navigation?.transferSize ?? 0),
      requests: needed.length + 1,
    };
  });
}

function report(measured: readonly Load[]): boolean {
  const median = (of: (load: Load) => number) => measured.map(of).toSorted((a, b) => a - b)[Math.floor(loads / 2)] ?? 0;
  const rows = (["painted", "interactive"] as const).map((name) => {
    const value = median((load) => load[name]);
    return { name, value, limit: most[name], holds: value < most[name] };
  });
  printTable(
    ["", "median", "at most", ""],
    [
      ...rows.map(({ name, value, limit, holds }) => [
        name === "painted" ? "first paint" : "interactive",
        `${Math.round(value)} ms`,
        `${limit} ms`,
        holds ? "yes" : "NO",
      ]),
      ["loaded by then", `${(median(({ bytes }) => bytes) / 1_000).toFixed(1)} kB`, "", ""],
      ["requests by then", `${median(({ requests }) => requests)}`, "", ""],
    ],
  );
  console.log(`\n${loads} loads with empty caches, the processor ${slowDown} times slower, on localhost.`);
  return rows.every(({ holds }) => holds);
}
