import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { buildCheckout } from "../../../scripts/build-checkout.ts";
import { readCheckoutPage } from "../../../src/api/pages/checkout-page.ts";
import type { EmbeddingMessage } from "../../../web/checkout/embedding.ts";
import { type SampleName, sampleNames, sampleState } from "../../../web/checkout/sandbox/samples.ts";
import { startTestServer, type TestServer } from "../../support/test-server.ts";
import { launchBrowser, openPage, skip } from "../support/browser.ts";
import { violationsOf } from "../support/violations.ts";

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

const preview = (screen: string, rest = "") => `${server.url}/pay/preview?screen=${screen}${rest}`;

async function show(page: Page, screen: SampleName, rest = ""): Promise<void> {
  await page.goto(preview(screen, rest));
  await page.locator("main .screen").waitFor();
}

// Colours are looked at in both schemes, and what has to fit at both widths.
for (const [colorScheme, width] of [
  ["light", 320],
  ["dark", 1440],
] as const) {
  test(`screens: every screen can be used by everybody: ${colorScheme}, ${width} px`, { skip }, async () => {
    await using opened = await openPage(browser, { viewport: { width, height: 800 }, colorScheme });
    const { page, complaints } = opened;
    const found: string[] = [];
    for (const screen of sampleNames) {
      await show(page, screen);
      found.push(...(await violationsOf(page)).map((violation) => `${screen}: ${violation}`));
    }
    assert.deepEqual([...found, ...complaints], []);
  });
}

test("screens: an expired payment shows nothing to send to, neither on the page nor in a picture", {
  skip,
}, async () => {
  await using opened = await openPage(browser);
  await show(opened.page, "address");
  const address = (await opened.page.getByText(/^0x[0-9a-fA-F]{40}$/).textContent()) ?? "";
  for (const screen of ["expired", "expired-checking", "cancelled", "failed", "late", "renewal"] as const) {
    await show(opened.page, screen);
    assert.equal(await opened.page.locator(".qr").count(), 0, screen);
    assert.equal((await opened.page.content()).includes(address), false, screen);
  }
});

test("screens: a keyboard is enough: options by arrows, what unfolds by Enter, and the focus is always seen", {
  skip,
}, async () => {
  await using opened = await openPage(browser);
  const { page } = opened;
  await show(page, "choose");
  // Whom to ask comes before the options.
  await page.keyboard.press("Tab");
  const first = page.locator(":focus");
  assert.equal(await first.getAttribute("href"), "mailto:help@oak-and-ash.example");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.getByRole("radio", { name: "USDC on Arbitrum One" }).isChecked(), true);
  await show(page, "address");
  await page.getByRole("button", { name: "Show a code with the amount" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("img", { name: /EIP-681/ }).waitFor();
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle);
  assert.equal(outline, "solid");
});

test("screens: in German, whose words are long, and right to left, nothing is cut off or laid over", {
  skip,
}, async () => {
  await using opened = await openPage(browser, { viewport: { width: 320, height: 800 }, locale: "de-DE" });
  const { page } = opened;
  for (const screen of sampleNames) {
    await show(page, screen);
    assert.equal(await page.evaluate(() => document.documentElement.lang), "de");
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), screen);
    await page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
    const outside = await page.evaluate(() =>
      [...document.querySelectorAll("main *:not(.spoken)")]
        .filter((element) => {
          const { left, right, width } = element.getBoundingClientRect();
          return width > 0 && (left < -1 || right > innerWidth + 1);
        })
        .map((element) => element.outerHTML.slice(0, 80)),
    );
    assert.deepEqual(outside, [], screen);
  }
});

test("AutomaticReturn: what became paid goes back to the shop by itself, unless the payer stays", {
  skip,
}, async () => {
  for (const stays of [false, true]) {
    await using opened = await openPage(browser);
    const { page } = opened;
    await page.route("https://shop.example/**", (route) => route.fulfill({ body: "Thanks" }));
    await page.clock.install();
    await show(page, "returning");
    await page.getByText("Back to Oak & Ash in 5 seconds").waitFor();
    if (stays) await page.getByRole("button", { name: "Stay here" }).click();
    for (let second = 0; second < 7; second += 1) await page.clock.runFor(1_000);
    if (stays) assert.match(page.url(), /preview/);
    else await page.waitForURL(/^https:\/\/shop\.example\/thanks\?payment_id=[0-9a-f-]{36}$/);
  }
});

test("Receipt: the transaction leads to the network's explorer, and the receipt can be saved and printed", {
  skip,
}, async () => {
  await using opened = await openPage(browser);
  const { page, complaints } = opened;
  await show(page, "success");
  const { txHash } = sampleState("success").checkout ?? {};
  const link = page.getByRole("link", { name: /at the network's explorer$/ });
  assert.equal(await link.getAttribute("href"), `https://basescan.org/tx/${txHash}`);
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save" }).click();
  const download = await downloading;
  const saved = await readFile(await download.path(), "utf8");
  for (const part of ["To: Oak & Ash", "Amount: $250.00", "Paid: 250.00\u00a0USDC", "Network: Base", `${txHash}`]) {
    assert.ok(saved.includes(part), part);
  }
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.getByRole("button", { name: "Print" }).count(), 0);
  assert.equal(await page.getByRole("link", { name: /^Return/ }).count(), 0);
  await page.getByText("250.00 USDC").waitFor();
  assert.deepEqual(complaints, []);
});

test("Receipt: what was sent back is on it, with its transactions, and in what is saved", { skip }, async () => {
  await using opened = await openPage(browser);
  const { page, complaints } = opened;
  await show(page, "refunded");
  const { refunds = [] } = sampleState("refunded").checkout ?? {};
  assert.equal(refunds.length, 2);
  await page.getByText("Sent back").waitFor();
  await page.getByText("not final yet").waitFor();
  for (const { txHash } of refunds) {
    assert.equal(await page.locator(`a[href="https://basescan.org/tx/${txHash}"]`).count(), 1);
  }
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save" }).click();
  const saved = await readFile(await (await downloading).path(), "utf8");
  for (const { txHash } of refunds) assert.ok(saved.includes(txHash), saved);
  assert.ok(saved.includes("Sent back: 40.00\u00a0USDC"), saved);
  assert.deepEqual(complaints, []);
});

test("screens: one clock, and an inner one only where a rate is about to move", { skip }, async () => {
  await using opened = await openPage(browser);
  const { page } = opened;
  await show(page, "wallet");
  assert.equal(await page.getByRole("timer").count(), 1);
  await show(page, "wallet-ending");
  assert.equal(await page.getByRole("timer").count(), 2);
});

test("createEmbedding: in a frame it is transparent and without chrome, and reports to the page around", {
  skip,
}, async () => {
  await using opened = await openPage(browser, { viewport: { width: 500, height: 900 } });
  const { page, complaints } = opened;
  // The server's own origin may always show it.
  await page.route(`${server.url}/shop`, (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<!doctype html><title>Shop</title><link rel="icon" href="data:,"><iframe title="Pay" width="400" height="300" src="${preview("success", "&embed=1")}"></iframe>`,
    }),
  );
  const messages: EmbeddingMessage[] = [];
  const closed = new Promise<void>((resolve) => {
    page.exposeBinding("tell", (_source, message: EmbeddingMessage) => {
      messages.push(message);
      if (message.type === "railsplit:close") resolve();
    });
  });
  await page.addInitScript(() => {
    const { tell } = globalThis as unknown as { tell: (message: unknown) => void };
    addEventListener("message", ({ data }) => tell(data));
  });
  await page.goto(`${server.url}/shop`);
  const frame = page.frameLocator("iframe");
  await frame.getByRole("button", { name: "Close" }).click();
  assert.equal(
    await frame.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor),
    "rgba(0, 0, 0, 0)",
  );
  await closed;
  assert.deepEqual(messages[0], { type: "railsplit:ready" });
  assert.deepEqual(
    messages.filter(({ type }) => type === "railsplit:status"),
    [{ type: "railsplit:status", paymentId: "0195940c-5c40-7b8a-9d51-3c1f5a2e7d10", status: "SUCCESSFUL" }],
  );
  const resized = messages.findLast((message) => message.type === "railsplit:resize");
  assert.ok(resized && resized.height > 300, "the whole height is messages, more than the frame has");
  assert.deepEqual(complaints, []);
});

test("production build: the page asks nobody else, leaves nothing behind, and needs no storage", { skip }, async () => {
  await buildCheckout("production");
  await using production = await startTestServer({ checkoutPage: await readCheckoutPage("production") });
  const { body: payment } = await production.call("POST", "/v1/payments", { amount: "5.00", currency: "USD" });
  await using opened = await openPage(browser, {
    prepare: (page) =>
      page.addInitScript(() => {
        for (const name of ["sessionStorage", "localStorage"]) {
          Object.defineProperty(window, name, {
            get() {
              throw new DOMException("Storage is off.", "SecurityError");
            },
          });
        }
      }),
  });
  const { page, complaints } = opened;
  const hosts = new Set<string>();
  page.on("request", (request) => hosts.add(new URL(request.url()).origin));
  await page.goto(`${production.url}/pay/${payment.id}`);
  await page.getByRole("heading", { level: 1, name: "Choose how to pay" }).waitFor();
  await page.getByText("Nothing can be paid with at the moment").waitFor();
  assert.equal(await page.getByRole("button", { name: "Continue" }).isDisabled(), true);
  assert.deepEqual([...hosts], [production.url]);
  assert.deepEqual(await page.context().cookies(), []);
  assert.deepEqual(complaints, []);
});
