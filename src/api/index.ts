export type { ApiContext } from "./context.ts";
export type { RequestLimits } from "./http/limits.ts";
export { AddressInUseError, listen } from "./http/listen.ts";
export { buildOperationsServer } from "./operations-server.ts";
export { type CheckoutBuild, CheckoutPageMissingError, readCheckoutPage } from "./pages/checkout-page.ts";
export { buildServer } from "./server.ts";
export { apiTasks } from "./tasks.ts";
export { webhookRenderers } from "./webhook-renderers.ts";
