import type { Logger } from "pino";
import type { Address } from "viem";
import type { ApiContext } from "../../src/api/context.ts";
import { createRequestCounts } from "../../src/api/http/limits/index.ts";
import { createRegistry } from "../../src/api/http/metrics.ts";
import { watchQuote } from "../../src/deposits/watch-quote.ts";
import { startPaymentFeed } from "../../src/payments/payment-feed.ts";
import { enabledChains } from "../../src/protocol/index.ts";
import { createMarketRates } from "../../src/rates/market-rates.ts";
import type { Clock } from "../../src/runtime/clock.ts";
import { createSecretBox } from "../../src/runtime/secret-box.ts";
import type { Database } from "../../src/store/index.ts";

const router: Address = "0x707D40e0Cd65eC6Ab4d136875226C55Ca09223b7";

const unlimited = 1_000_000_000;

/** What the HTTP API needs, over a real database and without any chain: nothing is limited, and only dollars have a rate. */
export function contextWithoutChains(database: Database, clock: Clock, log: Logger): ApiContext {
  const chains = enabledChains.map((chain) => ({ ...chain, tokens: chain.tokens.filter(({ enabled }) => enabled) }));
  return {
    database,
    clock,
    rates: createMarketRates({ sources: [], clock, log }),
    gasPrices: () => null,
    sponsorshipLimit: 0n,
    chains,
    router,
    secretBox: createSecretBox([]),
    onQuote: (transaction, quote) => watchQuote({ chains, router }, transaction, quote),
    checkoutUrl: "https://pay.example/pay",
    publicUrl: "https://pay.example",
    counts: createRequestCounts(clock),
    registry: createRegistry(),
    limits: { perMinute: unlimited, perHour: unlimited, perDay: unlimited },
    trustedProxies: [],
    webhookTargets: "any",
    walletConnectProjectId: null,
    baseAccount: false,
    feed: startPaymentFeed(database, log),
    services: new Map(),
    chainHealth: () => new Map(),
    gasBalances: () => new Map(),
    providerHealth: () => new Map(),
    differencesFound: () => new Map(),
  };
}
