export { unavailableReasons } from "./checkout-options.ts";
export {
  embedOriginsOf,
  embedOriginsOfOwner,
  readCheckoutSettings,
  writeCheckoutSettings,
} from "./checkout-settings.ts";
export { checkoutView } from "./checkout-view.ts";
export type { CheckoutContext } from "./context.ts";
export { isEmbedOrigin } from "./embed-origin.ts";
export { type PayerBalance, payerBalances } from "./payer-balances.ts";
export { checkoutFields } from "./settings-fields.ts";
