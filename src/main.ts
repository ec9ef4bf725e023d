import type { Logger } from "pino";
import { readCheckoutPage } from "./api/checkout-page.ts";
import { forgetOldRequests } from "./api/idempotency.ts";
import { buildServer } from "./api/server.ts";
import { type BackgroundTask, startBackgroundTask } from "./background-task.ts";
import { ChainMismatchError, checkChain, checkDeployment, checkEndpoints } from "./chain/check-chain.ts";
import { createGasMarket } from "./chain/gas-prices.ts";
import { createProviderPool } from "./chain/provider-pool.ts";
import { startWatcher, type Watcher } from "./chain/watcher.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Configuration } from "./configuration.ts";
import type { PaymentsContext } from "./payments/context.ts";
import { expirePayments } from "./payments/expire-payments.ts";
import { failUnlandablePayments } from "./payments/fail-unlandable-payments.ts";
import { lookAtDeposits } from "./payments/look-at-deposits.ts";
import { startPaymentFeed } from "./payments/payment-feed.ts";
import { type SecondReadings, startSecondReading } from "./payments/second-reading.ts";
import { watcherSink } from "./payments/watcher-sink.ts";
import { createMarketRates } from "./rates/market-rates.ts";
import { coinbase } from "./rates/sources/coinbase.ts";
import { openErApi } from "./rates/sources/open-er-api.ts";
import { openExchangeRates } from "./rates/sources/open-exchange-rates.ts";
import type { RateSource } from "./rates/sources/rate-source.ts";
import { createBundler } from "./relay/bundler.ts";
import { createGasSponsor } from "./relay/gas-sponsor.ts";
import type { OperationRelay } from "./relay/operation-relay.ts";
import { createRelayer } from "./relay/relayer.ts";
import { type Database, openDatabase } from "./store/index.ts";
import { deliverDue } from "./webhooks/deliver.ts";

/** A running server. */
export type Railsplit = {
  readonly url: string;
  readonly database: Database;
  /** Finishes what is under way, then closes everything. */
  stop(): Promise<void>;
};

/** Starts the roles of one process: wires the rooms together and nothing more. */
export async function startRailsplit(
  configuration: Configuration,
  log: Logger,
  clock: Clock = systemClock,
): Promise<Railsplit> {
  const { router, gasSponsor, role } = configuration;
  // First of all: without it, no payment's URL would lead anywhere.
  const checkoutPage = role === "worker" ? undefined : await readCheckoutPage(configuration.checkoutBuild);
  const contracts = { router, gasSponsor: gasSponsor.address };
  const chains = configuration.chains.map((settings) => {
    const providers = createProviderPool(settings.chain, settings.rpcUrls, clock);
    const { client } = providers;
    return { ...settings, providers, client, gasMarket: createGasMarket(client, settings.chain, clock) };
  });
  const gasMarkets = new Map(chains.map(({ chain, gasMarket }) => [chain.id, gasMarket]));
  await Promise.all(
    chains.map(async ({ chain, client, providers }) => {
      try {
        await checkEndpoints(providers, chain);
        await checkChain(client, chain);
        await checkDeployment(client, chain, contracts);
      } catch (error) {
        if (error instanceof ChainMismatchError) throw error;
        log.warn({ chainId: chain.id }, `${chain.name} does not answer: it is served as soon as it does`);
      }
    }),
  );

  const database = await openDatabase(configuration.database);
  const rates = createMarketRates({ sources: rateSources(configuration), clock, log });
  const context: PaymentsContext = {
    database,
    clock,
    rates,
    gasPrices: (chainId) => gasMarkets.get(chainId)?.current() ?? null,
    sponsorshipLimit: configuration.sponsorshipLimit,
    chains: chains.map(({ chain }) => ({ ...chain, tokens: chain.tokens.filter((token) => token.enabled) })),
    router,
    checkoutUrl: `${configuration.publicUrl}/pay`,
  };
  const relays = new Map<number, OperationRelay>(
    chains.map(({ chain, client, bundlerUrl }) => {
      const sponsor = createGasSponsor(chain.id, gasSponsor);
      const relay = { chain, client, router, bundler: createBundler(bundlerUrl), sponsor };
      const { relayerKey } = configuration;
      return [chain.id, { ...relay, relayer: relayerKey && createRelayer(relay, relayerKey) }];
    }),
  );

  const watchers = new Map<number, Watcher>();
  const secondReadings = new Map<number, SecondReadings>();
  const tasks = [startReading("refresh exchange rates", 60_000, () => rates.refresh(), log)];
  for (const { chain, gasMarket } of chains) {
    const name = `read gas prices on ${chain.network}`;
    tasks.push(startReading(name, 10_000, () => gasMarket.read(), log));
  }
  if (role !== "api") {
    for (const { chain, providers, startBlock, pollInterval } of chains) {
      const sink = watcherSink(context, chain.id);
      watchers.set(chain.id, startWatcher({ chain, providers, contracts, sink, log, startBlock, pollInterval }));
    }
    for (const { chain, providers } of chains) {
      const { secondReadingInterval: interval } = configuration;
      secondReadings.set(chain.id, startSecondReading(context, { chain, providers, contracts }, interval, log));
    }
    tasks.push(...startWorkers(context, configuration, log));
    for (const relay of relays.values()) tasks.push(startLookingAtDeposits(context, relay, log));
  }
  const feed = role === "worker" ? undefined : startPaymentFeed(database, log);

  const stop = async () => {
    await feed?.stop();
    await server?.close();
    await Promise.all([...watchers.values(), ...secondReadings.values(), ...tasks].map((running) => running.stop()));
    await database.destroy();
  };
  const providerHealth = () => new Map(chains.map(({ chain, providers }) => [chain.id, providers.health()]));
  const differencesFound = () => new Map([...secondReadings].map(([chainId, { found }]) => [chainId, found()]));
  const chainHealth = () => new Map([...watchers].map(([chainId, watcher]) => [chainId, watcher.health()]));
  const { publicUrl, limits, trustedProxies, webhookTargets, walletConnectProjectId, baseAccount } = configuration;
  const settings = { publicUrl, limits, trustedProxies, webhookTargets, walletConnectProjectId, baseAccount };
  const apiContext = { ...context, ...settings, relays, chainHealth, providerHealth, differencesFound, checkoutPage };
  const server = feed && (await buildServer({ ...apiContext, feed }, log));
  try {
    const url = (await server?.listen({ host: configuration.host, port: configuration.port })) ?? "";
    return { url, database, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function rateSources({ rates }: Configuration): RateSource[] {
  const { coinbaseUrl, openErApiUrl, openExchangeRates: keyed } = rates;
  const sources = [coinbase(coinbaseUrl), openErApi(openErApiUrl)];
  return keyed ? [...sources, openExchangeRates(keyed.appId, keyed.url)] : sources;
}

/** Keeps something at hand that is asked for often and changes on its own. */
function startReading(name: string, interval: number, read: () => Promise<unknown>, log: Logger): BackgroundTask {
  const run = async () => {
    await read();
    return false;
  };
  return startBackgroundTask({ name, interval, run, log });
}

function startLookingAtDeposits(context: PaymentsContext, relay: OperationRelay, log: Logger): BackgroundTask {
  return startBackgroundTask({
    name: `look at deposit addresses on ${relay.chain.network}`,
    interval: 1_000,
    run: async () => (await lookAtDeposits(context, relay)) > 0,
    log,
  });
}

function startWorkers(context: PaymentsContext, configuration: Configuration, log: Logger): BackgroundTask[] {
  const { database, clock } = context;
  const { webhookTargets } = configuration;
  const delivery = { database, clock, random: Math.random, webhookTargets };
  return [
    startBackgroundTask({
      name: "deliver webhooks",
      interval: 250,
      run: async () => (await deliverDue(delivery)) > 0,
      log,
    }),
    startBackgroundTask({
      name: "expire payments",
      interval: 1_000,
      run: async () => (await expirePayments(context)) > 0,
      log,
    }),
    startBackgroundTask({
      name: "fail payments that can never land",
      interval: 10_000,
      run: async () => {
        await failUnlandablePayments(context);
        return false;
      },
      log,
    }),
    startBackgroundTask({
      name: "forget old idempotency keys",
      interval: 600_000,
      run: async () => {
        await forgetOldRequests(context);
        return false;
      },
      log,
    }),
  ];
}
