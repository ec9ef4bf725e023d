import type { WalletSettings } from "../../shared/wallets/index.ts";

/** What the server hands to the page, in a `<meta>` of its own: nothing secret. */
export type CheckoutSettings = WalletSettings & {
  /** Pages that may show the checkout in a frame, and get messages of what happens there. */
  readonly frameOrigins: readonly string[];
};

const defaults: CheckoutSettings = { walletConnectProjectId: null, baseAccount: false, frameOrigins: [] };

export function readSettings(page: Document): CheckoutSettings {
  const content = page.querySelector<HTMLMetaElement>('meta[name="checkout-settings"]')?.content;
  return content ? { ...defaults, ...(JSON.parse(content) as Partial<CheckoutSettings>) } : defaults;
}
