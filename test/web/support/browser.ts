import { existsSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

/** Without windows first: the same engine for two thirds of the processor time. */
const usualPaths = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"].map(
  (name) => `/usr/bin/${name}`,
);

/** Debian's Chromium, or the one that CHROMIUM_PATH names. */
export const chromiumPath = process.env.CHROMIUM_PATH ?? usualPaths.find((path) => existsSync(path));

/** For `test(name, { skip }, …)`: false, or why browser tests cannot run here. */
export const skip: string | false = chromiumPath
  ? false
  : "There is no Chromium: install Debian's package `chromium-headless-shell` or `chromium`, or set CHROMIUM_PATH to one.";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Nothing leaves this machine.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
  // Text in shades of grey: pictures are a third smaller and the same on every machine.
  "--disable-lcd-text",
];

/** Starts the browser that all pages of a test file are in. Close it in `after`. */
export async function launchBrowser(): Promise<Browser> {
  if (!chromiumPath) throw new Error(skip || "");
  return chromium.launch({ executablePath: chromiumPath, headless: true, args: flags });
}

/** A page of its own, with its own storage, that writes down everything that it should not say. */
export type WatchedPage = {
  readonly page: Page;
  /** Errors on the console, exceptions, and violations of the content security policy, in order. A test says that there are none. */
  readonly complaints: string[];
  [Symbol.asyncDispose](): Promise<void>;
};

export type PageOptions = BrowserContextOptions & {
  /** Run in the page before anything of its own, in every frame. */
  readonly prepare?: (page: Page) => Promise<unknown>;
};

export async function openPage(browser: Browser, { prepare, ...options }: PageOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ locale: "en-US", timezoneId: "UTC", ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.setDefaultTimeout(45_000);
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => complaints.push(error.stack ?? error.message));
  await page.exposeBinding("reportViolation", (_source, violation: string) => complaints.push(violation));
  await page.addInitScript(() => {
    const { reportViolation } = globalThis as unknown as { reportViolation: (violation: string) => void };
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) => {
      reportViolation(`CSP: ${violatedDirective} forbids ${blockedURI} (${sourceFile})`);
    });
  });
  await prepare?.(page);
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}
