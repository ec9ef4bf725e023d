import type { Logger } from "pino";
import type { ApiContext } from "../../src/api/context.ts";
import { createRequestCounts } from "../../src/api/http/limits/index.ts";
import { createRegistry } from "../../src/api/http/metrics.ts";

import { mandateCollector } from "../../src/collections/index.ts";
import { startPaymentFeed } from "../../src/payments/payment-feed.ts";
import type { Clock } from "../../src/runtime/clock.ts";
import { createSecretBox } from "../../src/runtime/secret-box.ts";
import type { Database } from "../../src/store/index.ts";
import { engineContext } from "./engine-context.ts";
import { createMailbox, type Mailbox } from "./mailbox.ts";

const unlimited = 1_000_000_000;

/** What the HTTP API needs, over a real database and without any chain: nothing is limited, and only dollars have a rate. */
export function contextWithoutChains(
  database: Database,
  clock: Clock,
  log: Logger,
): ApiContext & { readonly peopleMail: Mailbox } {
  return {
    ...engineContext(database, clock),
    secretBox: createSecretBox([]),
    usualMode: "test",
    peopleMail: createMailbox(),
    publicUrl: "https://pay.example",
    counts: createRequestCounts(clock),
    registry: createRegistry(),
    limits: { perMinute: unlimited, perHour: unlimited, perDay: unlimited },
    trustedProxies: [],
    webhookTargets: "any",
    sendsMail: true,
    collector: mandateCollector,
    walletConnectProjectId: null,
    baseAccount: false,
    feed: startPaymentFeed(database, log),
    services: new Map(),
    chainHealth: () => new Map(),
    parts: () => new Map(),
    feeRecipients: () => new Map(),
    lanes: () => new Map(),
    gasBalances: () => new Map(),
    providerHealth: () => new Map(),
    differencesFound: () => new Map(),
  };
}
