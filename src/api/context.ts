import type { Registry } from "prom-client";
import type { AccessContext } from "../access/index.ts";
import type { CollectionsContext } from "../collections/index.ts";
import type { CustomersContext } from "../customers/index.ts";
import type { RefundsContext } from "../refunds/index.ts";
import type { RequestLog } from "../requests/index.ts";
import type { SecretsContext, WebhookTargets } from "../webhooks/index.ts";
import type { HttpOptions } from "./http/http-server.ts";
import type { LimitsContext, RequestCounts } from "./http/limits/index.ts";
import type { OperatorsContext } from "./http/operators.ts";
import type { CheckoutPage, CheckoutPageContext } from "./pages/checkout-page.ts";
import type { PeoplePagesContext } from "./pages/people-pages.ts";
import type { CheckoutContext } from "./v1/checkout/routes.ts";
import type { OperationsContext } from "./v1/operations/view.ts";
import type { SandboxToolsContext } from "./v1/sandbox/tools.ts";

/** What the HTTP API needs from the other rooms: the sum of what its groups of routes need. */
export type ApiContext = HttpOptions &
  AccessContext &
  LimitsContext &
  CheckoutContext &
  CheckoutPageContext &
  OperationsContext &
  RefundsContext &
  CustomersContext &
  CollectionsContext &
  SecretsContext &
  OperatorsContext &
  SandboxToolsContext &
  PeoplePagesContext & {
    readonly counts: RequestCounts;
    /** Left out: requests are not taken down. */
    readonly requestLog?: RequestLog | undefined;
    readonly registry: Registry;
    /** Metrics, status and the reference page are served on a port of their own. */
    readonly operationsElsewhere?: boolean;
    readonly webhookTargets: WebhookTargets;
    /** How long a webhook's test waits for its outcome, in milliseconds: ten seconds where left out. */
    readonly webhookTestPatience?: number | undefined;
    /** Whether mails that are queued go out: without, links are handed over instead. */
    readonly sendsMail: boolean;
    /** Undefined where only the API is served, as in tests. */
    readonly checkoutPage?: CheckoutPage | undefined;
  };
