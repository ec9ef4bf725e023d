/** What the server tells the page, in a `<meta>` of its own: nothing secret. */
export type CheckoutSettings = {
  /** Null: WalletConnect is not offered. */
  readonly walletConnectProjectId: string | null;
  /** Whether Base Account is offered. */
  readonly baseAccount: boolean;
  /** Pages that may show the checkout in a frame, and are told of what happens there. */
  readonly frameOrigins: readonly string[];
};

const defaults: CheckoutSettings = { walletConnectProjectId: null, baseAccount: false, frameOrigins: [] };

export function readSettings(page: Document): CheckoutSettings {
  const content = page.querySelector<HTMLMetaElement>('meta[name="checkout-settings"]')?.content;
  return content ? { ...defaults, ...(JSON.parse(content) as Partial<CheckoutSettings>) } : defaults;
}
