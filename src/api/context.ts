import type { AccessContext } from "../access/index.ts";
import type { SecretsContext, WebhookTargets } from "../webhooks/index.ts";
import type { HttpOptions } from "./http/http-server.ts";
import type { RequestLimits } from "./http/limits.ts";
import type { CheckoutPage, CheckoutPageContext } from "./pages/checkout-page.ts";
import type { CheckoutContext } from "./v1/checkout/routes.ts";
import type { OperationsContext } from "./v1/operations/view.ts";

/** What the HTTP API needs from the other rooms: the sum of what its groups of routes need. */
export type ApiContext = HttpOptions &
  AccessContext &
  CheckoutContext &
  CheckoutPageContext &
  OperationsContext &
  SecretsContext & {
    readonly limits: RequestLimits;
    readonly webhookTargets: WebhookTargets;
    /** Undefined where only the API is served, as in tests. */
    readonly checkoutPage?: CheckoutPage | undefined;
  };
