import type { Browser, BrowserContext, Page } from "playwright-core";
import type { Json } from "../../../scripts/pay.ts";
import { openPage, type WatchedPage } from "./browser.ts";
import type { TestWallet } from "./test-wallet.ts";

/** A payer in front of the checkout page: what a person does there. */
export type PayingPage = WatchedPage & {
  /** What the page asked for, whoever was asked. */
  readonly requested: readonly string[];
  /** Chooses network and token. */
  choose(token: string, network: string): Promise<void>;
  /** Connects the wallet of that name and waits until the page says what it will ask. */
  connect(wallet: string): Promise<void>;
  pay(): Promise<void>;
  /** Waits until the page says that it is paid. */
  waitUntilPaid(): Promise<void>;
  /** Waits until the page says that something is wrong, and answers what. */
  problem(): Promise<string>;
};

/** Opens a payment's page with wallets in the browser. */
export async function openPayingPage(
  browser: Browser,
  payment: Json,
  wallets: readonly TestWallet[],
  prepare: (context: BrowserContext) => Promise<unknown> = async () => {},
): Promise<PayingPage> {
  const requested: string[] = [];
  const watched = await openPage(browser, {
    async prepare(page) {
      page.context().on("request", (request) => void requested.push(request.url()));
      await prepare(page.context());
      for (const wallet of wallets) await wallet.install(page.context());
    },
  });
  await watched.page.goto(payment.paymentUrl);
  return { ...watched, requested, ...actionsOf(watched.page) };
}

/** The same on a page, or in a frame, that is open already. */
export function actionsOf(page: Pick<Page, "getByRole" | "getByLabel">) {
  const button = (name: string | RegExp) => page.getByRole("button", { name });
  return {
    async choose(token: string, network: string) {
      await page.getByLabel(`${token} on ${network}`).check();
      await button("Continue").click();
    },
    async connect(wallet: string) {
      await button(wallet).click();
      await button(/^Pay /).waitFor();
    },
    pay: () => button(/^Pay /).click(),
    async waitUntilPaid() {
      const paid = page.getByRole("heading", { name: "Paid", exact: true });
      await paid.waitFor({ timeout: 60_000 }).catch(async (cause: unknown) => {
        const shown = await page.getByRole("main").textContent();
        throw new Error(`The page does not say that it is paid, but: ${shown}`, { cause });
      });
    },
    async problem() {
      const alert = page.getByRole("alert").filter({ hasText: /./ });
      await alert.waitFor();
      return (await alert.textContent()) ?? "";
    },
  };
}
