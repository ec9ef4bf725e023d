import { type Logger, pino } from "pino";
import { issueApiKey } from "../../src/access/api-keys.ts";
import type { ApiContext } from "../../src/api/context.ts";
import type { RequestLimits } from "../../src/api/http/limits/index.ts";
import type { CheckoutPage } from "../../src/api/pages/checkout-page.ts";
import type { DashboardPage } from "../../src/api/pages/dashboard-page.ts";
import { buildServer } from "../../src/api/server.ts";
import type { ExchangeRates } from "../../src/rates/exchange-rates.ts";
import type { Clock } from "../../src/runtime/clock.ts";
import type { Database } from "../../src/store/index.ts";
import type { WebhookTargets } from "../../src/webhooks/targets.ts";
import { contextWithoutChains } from "./api-context.ts";
import { openTestDatabase } from "./database.ts";
import { type CheckAnswer, checkAnswersAgainst } from "./documented-answers.ts";
import type { Mailbox } from "./mailbox.ts";
import { newMerchant } from "./merchant.ts";

export { settlementAddress } from "./merchant.ts";

/** The real HTTP server over a real database, without any chain. */
export type TestServer = {
  readonly url: string;
  readonly database: Database;
  readonly context: ApiContext & { readonly peopleMail: Mailbox };
  readonly apiKey: string;
  readonly organizationId: string;
  /** JSON in, status and JSON out. Every answer has to be one that the OpenAPI document names, of the shape that it says. */
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
    webhookTestPatience?: number;
    log?: Logger;
    trustedProxies?: string[];
    pageLimits?: RequestLimits;
    differencesFound?: ApiContext["differencesFound"];
    checkoutPage?: CheckoutPage;
    dashboardPage?: DashboardPage;
    sandboxOwner?: ApiContext["sandboxOwner"];
    sandboxTools?: ApiContext["sandboxTools"];
    operators?: ReadonlySet<string>;
    providerHealth?: ApiContext["providerHealth"];
    services?: ApiContext["services"];
    gasBalances?: ApiContext["gasBalances"];
    chainHealth?: ApiContext["chainHealth"];
    chains?: ApiContext["chains"];
    requestLog?: ApiContext["requestLog"];
    /** Parts of the engines' context other than usual. */
    engine?: Partial<
      Pick<
        ApiContext,
        "findDenied" | "settlesDeposits" | "standing" | "mandates" | "lanes" | "feeRecipients" | "router"
      >
    >;
    publicUrl?: string;
    /** A free one when left out. */
    port?: number;
    wallets?: Pick<ApiContext, "walletConnectProjectId" | "baseAccount">;
  } = {},
): Promise<TestServer> {
  const { clock = () => new Date(), webhookTargets = "any", trustedProxies = [] } = options;
  const { log = pino({ level: "silent" }) } = options;
  const opened = await openTestDatabase();
  const { database } = opened;
  const bare = contextWithoutChains(database, clock, log);
  const context = {
    ...bare,
    rates: options.rates ?? bare.rates,
    limits: { ...bare.limits, ...options.limits },
    pageLimits: options.pageLimits,
    differencesFound: options.differencesFound ?? bare.differencesFound,
    trustedProxies,
    webhookTargets,
    services: options.services ?? bare.services,
    gasBalances: options.gasBalances ?? bare.gasBalances,
    chainHealth: options.chainHealth ?? bare.chainHealth,
    checkAnswers: true,
    // Nothing delivers here unless a test does.
    webhookTestPatience: options.webhookTestPatience ?? 0,
    checkoutPage: options.checkoutPage,
    dashboardPage: options.dashboardPage,
    sandboxOwner: options.sandboxOwner ?? null,
    sandboxTools: options.sandboxTools ?? null,
    operators: options.operators,
    providerHealth: options.providerHealth ?? bare.providerHealth,
    requestLog: options.requestLog,
    chains: options.chains ?? bare.chains,
    ...options.engine,
    ...options.wallets,
    ...(options.publicUrl && { publicUrl: options.publicUrl }),
  } satisfies ApiContext;
  const merchant = await newMerchant(context);
  const { key: apiKey } = await issueApiKey(context, { organizationId: merchant.id, mode: "test" });
  const server = await buildServer(context, log);
  const checkAnswer = documented(server);
  const url = await server.listen({ host: "127.0.0.1", port: options.port ?? 0 });
  return {
    url,
    database,
    context,
    apiKey,
    organizationId: merchant.id,
    async call(method, path, body, headers = { authorization: `Bearer ${apiKey}` }) {
      const response = await fetch(new URL(path, url), {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const { status } = response;
      checkAnswer({ method, path, status, contentType: response.headers.get("content-type"), text });
      return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
    },
    async [Symbol.asyncDispose]() {
      await context.feed.stop();
      await server.close();
      await opened[Symbol.asyncDispose]();
    },
  };
}

/** The document is written at the first answer: most of a server's time to start would go into it. */
function documented(server: Awaited<ReturnType<typeof buildServer>>): CheckAnswer {
  let check: CheckAnswer | undefined;
  return (answer) => {
    check ??= checkAnswersAgainst(JSON.parse(JSON.stringify(server.swagger())));
    check(answer);
  };
}
