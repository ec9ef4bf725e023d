import type { Logger } from "pino";
import { forgetOldRequests } from "../api/http/idempotency.ts";
import { listen } from "../api/http/listen.ts";
import { buildOperationsServer } from "../api/operations-server.ts";
import { readCheckoutPage } from "../api/pages/checkout-page.ts";
import { buildServer } from "../api/server.ts";
import {
  type ChainClient,
  ChainMismatchError,
  checkChain,
  checkDeployment,
  checkEndpoints,
  createGasMarket,
  createProviderPool,
  type GasMarket,
  startWatcher,
  type Watcher,
} from "../chain/index.ts";
import { depositTasks, watchQuote } from "../deposits/index.ts";
import { watcherSink } from "../ledger/index.ts";
import { type PaymentsContext, paymentTasks, startPaymentFeed } from "../payments/index.ts";
import type { Chain } from "../protocol/index.ts";
import type { QuotesContext } from "../quotes/index.ts";
import { coinbase, createMarketRates, openErApi, openExchangeRates, type RateSource } from "../rates/index.ts";
import { type ReconciliationPasses, startReconciliationPasses } from "../reconciliation/index.ts";
import {
  type ChainServices,
  createBundlerLane,
  createTransactionLane,
  expireRelays,
  type RelayLane,
  startRelaying,
  watchBalances,
  watchBundler,
} from "../relayer/index.ts";
import {
  type BackgroundTask,
  type Clock,
  startBackgroundTask,
  systemClock,
  type WakefulTask,
} from "../runtime/index.ts";
import { type Database, openDatabase } from "../store/index.ts";
import { createBundler, createGasSponsor, type GasSponsor } from "../user-operations/index.ts";
import { startDelivering } from "../webhooks/index.ts";
import type { ChainConfiguration, Configuration } from "./configuration.ts";

/** A running server. */
export type Railsplit = {
  /** Of the API; of a worker's health and metrics. */
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
  const context: PaymentsContext & QuotesContext = {
    database,
    clock,
    rates,
    gasPrices: (chainId) => gasMarkets.get(chainId)?.current() ?? null,
    sponsorshipLimit: configuration.sponsorshipLimit,
    chains: chains.map(({ chain }) => ({ ...chain, tokens: chain.tokens.filter((token) => token.enabled) })),
    router,
    checkoutUrl: `${configuration.publicUrl}/pay`,
    onQuote: (transaction, quote) => watchQuote(context, transaction, quote),
  };
  const relaying = new Map<number, WakefulTask>();
  const relays = new Map<number, ChainServices>(
    chains.map((on) => {
      const { chain, client } = on;
      const sponsor = createGasSponsor(chain.id, gasSponsor);
      const bundler = createBundler(on.bundlerUrl);
      const lanes = createLanes(configuration, on, sponsor, clock);
      const wake = () => relaying.get(chain.id)?.wake();
      return [chain.id, { chain, client, router, bundler, sponsor, lanes, wake }];
    }),
  );

  const balances = new Map(
    chains.map(({ chain, client, gasMarket, fewestPayments }) => {
      const lanes = relays.get(chain.id)?.lanes ?? [];
      const options = { chain, client, gasMarket, gasSponsor: gasSponsor.address, lanes, fewestPayments, log };
      return [chain.id, watchBalances(options)] as const;
    }),
  );

  const watchers = new Map<number, Watcher>();
  const reconciliationPasses = new Map<number, ReconciliationPasses>();
  const tasks: BackgroundTask[] = [startReading("refresh exchange rates", 60_000, () => rates.refresh(), log)];
  for (const { chain, gasMarket } of chains) {
    const name = `read gas prices on ${chain.network}`;
    tasks.push(startReading(name, 10_000, () => gasMarket.read(), log));
    const watch = balances.get(chain.id);
    if (watch) tasks.push(startReading(`read gas balances on ${chain.network}`, 30_000, () => watch.read(), log));
  }
  if (role !== "api") {
    const { webhookTargets } = configuration;
    const deliveries = startDelivering({ database, clock, random: Math.random, webhookTargets }, log);
    tasks.push(deliveries);
    for (const { chain, providers, startBlock, pollInterval } of chains) {
      const sink = watcherSink(context, chain.id, () => deliveries.wake());
      watchers.set(chain.id, startWatcher({ chain, providers, contracts, sink, log, startBlock, pollInterval }));
    }
    for (const { chain, providers } of chains) {
      const { secondReadingInterval: interval } = configuration;
      reconciliationPasses.set(
        chain.id,
        startReconciliationPasses(context, { chain, providers, contracts }, interval, log),
      );
    }
    tasks.push(...startWorkers(context, log));
    for (const { chain, pollInterval } of chains) {
      const relay = relays.get(chain.id) as ChainServices;
      tasks.push(...depositTasks(context, relay, pollInterval, log));
      if (relay.lanes.length === 0) continue;
      const { batchSize, feeCeiling, patience = patienceOn(relay.chain) } = configuration.relay;
      const task = startRelaying(context, relay, { batchSize, feeCeiling, patience }, log);
      relaying.set(relay.chain.id, task);
      tasks.push(task);
    }
  }
  const feed = role === "worker" ? undefined : startPaymentFeed(database, log);

  const stop = async () => {
    await feed?.stop();
    await server.close();
    await Promise.all(
      [...watchers.values(), ...reconciliationPasses.values(), ...tasks].map((running) => running.stop()),
    );
    await database.destroy();
  };
  const providerHealth = () => new Map(chains.map(({ chain, providers }) => [chain.id, providers.health()]));
  const differencesFound = () => new Map([...reconciliationPasses].map(([chainId, { found }]) => [chainId, found()]));
  const gasBalances = () => new Map([...balances].map(([chainId, watch]) => [chainId, watch.current()]));
  const chainHealth = () => new Map([...watchers].map(([chainId, watcher]) => [chainId, watcher.health()]));
  const { publicUrl, limits, trustedProxies, webhookTargets, walletConnectProjectId, baseAccount } = configuration;
  const settings = { publicUrl, limits, trustedProxies, webhookTargets, walletConnectProjectId, baseAccount };
  const operations = { gasBalances, chainHealth, providerHealth, differencesFound };
  const server = feed
    ? await buildServer({ ...context, ...settings, ...operations, relays, checkoutPage, feed }, log)
    : await buildOperationsServer({ ...context, ...operations }, log);
  try {
    return { url: await listen(server, configuration), database, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A few blocks, and some seconds for whoever brings it there. Milliseconds. */
const patienceOn = ({ blockTime }: Chain) => 15_000 + 3 * blockTime;

type ServedChain = ChainConfiguration & { readonly client: ChainClient; readonly gasMarket: GasMarket };

/** The lanes for which there are keys, in the configured order. */
function createLanes({ relay }: Configuration, on: ServedChain, sponsor: GasSponsor, clock: Clock): RelayLane[] {
  const { chain, client, gasMarket, bundlerUrl } = on;
  const { accountKey: ownerKey, transactionKeys: keys } = relay;
  const shared = { chainId: chain.id, client, gasMarket };
  const health = watchBundler(createBundler(bundlerUrl, relayTimeout), clock);
  return relay.lanes.flatMap((name) => {
    if (name === "bundler") return ownerKey ? [createBundlerLane({ ...shared, health, sponsor, ownerKey })] : [];
    return keys.length > 0 ? [createTransactionLane({ ...shared, keys })] : [];
  });
}

/** Nobody waits for what the relayer asks a bundler, and another lane may be there. Milliseconds. */
const relayTimeout = 10_000;

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

function startWorkers(context: PaymentsContext, log: Logger): BackgroundTask[] {
  return [
    ...paymentTasks(context, log),
    startBackgroundTask({
      name: "expire relays",
      interval: 10_000,
      run: async () => {
        await expireRelays(context);
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
