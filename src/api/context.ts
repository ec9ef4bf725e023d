import type { Authenticator } from "../access/index.ts";
import type { ProviderHealth, WatcherHealth } from "../chain/index.ts";
import type { PaymentFeed, PaymentsContext } from "../payments/index.ts";
import type { QuotesContext } from "../quotes/index.ts";
import type { Difference } from "../reconciliation/index.ts";
import type { ChainServices, GasBalance } from "../relayer/index.ts";
import type { WebhookTargets } from "../webhooks/index.ts";
import type { CheckoutPage } from "./pages/checkout-page.ts";

export type RequestLimits = { readonly perMinute: number; readonly perHour: number; readonly perDay: number };

/** What tells how a process and its chains are. */
export type OperationsContext = Pick<PaymentsContext, "database" | "clock" | "chains"> & {
  /** Per chain: how far the watcher is. Empty in a process that does not watch. */
  readonly chainHealth: () => ReadonlyMap<number, WatcherHealth>;
  /** Per chain: how many differences reconciliation passes found, by kind. Empty in a process that does not watch. */
  readonly differencesFound: () => ReadonlyMap<number, ReadonlyMap<Difference["kind"], number>>;
  /** Per chain: what pays for gas. */
  readonly gasBalances: () => ReadonlyMap<number, readonly GasBalance[]>;
  /** Per chain: what is known of each of its endpoints. */
  readonly providerHealth: () => ReadonlyMap<number, readonly ProviderHealth[]>;
};

/** What the HTTP API needs from the other rooms. */
export type ApiContext = PaymentsContext &
  QuotesContext &
  OperationsContext & {
    /** Where this server is reached from outside, without a slash at the end. */
    readonly publicUrl: string;
    /** Requests of one key, or of one address where there is no key. */
    readonly limits: RequestLimits;
    /** Proxies in front of this server, whose `X-Forwarded-For` is believed: addresses and CIDR ranges. */
    readonly trustedProxies: readonly string[];
    readonly webhookTargets: WebhookTargets;
    /** Compares every answer with its schema, which takes time: for tests. */
    readonly checkAnswers?: boolean;
    /** Undefined where only the API is served, as in tests. */
    readonly checkoutPage?: CheckoutPage | undefined;
    /** Null: WalletConnect is not offered. */
    readonly walletConnectProjectId: string | null;
    /** Whether the checkout page offers Base Account. */
    readonly baseAccount: boolean;
    /** Tells of changes, for browsers that follow a payment. */
    readonly feed: PaymentFeed;
    /** Per chain: where operations are sponsored and sent, and the chain read. */
    readonly relays: ReadonlyMap<number, ChainServices>;
  };

/** What routes need beside: made once for a server. */
export type RouteContext = ApiContext & { readonly authenticator: Authenticator };
