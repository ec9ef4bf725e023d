import { type Logger, pino } from "pino";
import type { Address } from "viem";
import type { ApiContext, RequestLimits } from "../../src/api/context.ts";
import { issueApiKey } from "../../src/api/manage-keys.ts";
import { createMerchant } from "../../src/api/merchants.ts";
import { buildServer } from "../../src/api/server.ts";
import type { Clock } from "../../src/clock.ts";
import { startPaymentFeed } from "../../src/payments/payment-feed.ts";
import { enabledChains } from "../../src/protocol/index.ts";
import type { ExchangeRates } from "../../src/rates/exchange-rates.ts";
import { createMarketRates } from "../../src/rates/market-rates.ts";
import type { Database } from "../../src/store/index.ts";
import type { WebhookTargets } from "../../src/webhooks/targets.ts";
import { openTestDatabase } from "../database.ts";

export const router: Address = "0x707D40e0Cd65eC6Ab4d136875226C55Ca09223b7";
export const settlementAddress: Address = "0x1111111111111111111111111111111111111111";

/** The real HTTP server over a real database, without any chain. */
export type TestServer = {
  readonly url: string;
  readonly database: Database;
  readonly context: ApiContext;
  readonly apiKey: string;
  readonly merchantId: string;
  /** JSON in, status and JSON out. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  [Symbol.asyncDispose](): Promise<void>;
};

// biome-ignore lint/suspicious/noExplicitAny: a client sees JSON.
export type Answer = { readonly status: number; readonly headers: Headers; readonly body: any };

export async function startTestServer(
  options: {
    clock?: Clock;
    limits?: Partial<RequestLimits>;
    rates?: ExchangeRates;
    webhookTargets?: WebhookTargets;
    log?: Logger;
    trustedProxies?: string[];
  } = {},
): Promise<TestServer> {
  const { clock = () => new Date(), webhookTargets = "any", trustedProxies = [] } = options;
  const { log = pino({ level: "silent" }) } = options;
  const opened = await openTestDatabase();
  const { database } = opened;
  const feed = startPaymentFeed(database, log);
  const context: ApiContext = {
    database,
    clock,
    rates: options.rates ?? createMarketRates({ sources: [], clock, log }),
    chains: enabledChains.map((chain) => ({ ...chain, tokens: chain.tokens.filter(({ enabled }) => enabled) })),
    router,
    checkoutUrl: "https://pay.example/pay",
    publicUrl: "https://pay.example",
    limits: { perMinute: 10_000, perHour: 100_000, perDay: 1_000_000, ...options.limits },
    trustedProxies,
    webhookTargets,
    feed,
    checkAnswers: true,
    relays: new Map(),
    chainHealth: () => new Map(),
  };
  const merchant = await createMerchant(context, { name: "Test", settlementAddress });
  const { key: apiKey } = await issueApiKey(context, { merchantId: merchant.id, mode: "test" });
  const server = await buildServer(context, log);
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  return {
    url,
    database,
    context,
    apiKey,
    merchantId: merchant.id,
    async call(method, path, body, headers = { authorization: `Bearer ${apiKey}` }) {
      const response = await fetch(new URL(path, url), {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
    },
    async [Symbol.asyncDispose]() {
      await feed.stop();
      await server.close();
      await opened[Symbol.asyncDispose]();
    },
  };
}
