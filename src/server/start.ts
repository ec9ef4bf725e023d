import type { Logger } from "pino";
import { createRequestCounts, readCheckoutPage, readDashboardPage, shareCounts } from "../api/index.ts";
import type { Configuration } from "../configuration/index.ts";
import { startPaymentFeed } from "../payments/index.ts";
import { openSetup } from "../people/index.ts";
import { assignRouters, knownRouterFee } from "../quotes/index.ts";
import { rateTasks } from "../rates/index.ts";
import { startRequestLog } from "../requests/index.ts";
import { type Clock, systemClock } from "../runtime/index.ts";
import { type Database, openDatabase } from "../store/index.ts";
import { checkStoredSecrets } from "../webhooks/index.ts";
import { chainTasks, checkChains, createChains } from "./chains.ts";
import { createContext } from "./context.ts";
import { describeServer } from "./describe.ts";
import { startHttp } from "./http.ts";
import { createRates } from "./rates.ts";
import { createRelayer } from "./relayer.ts";
import { noWorkers, startWorkers } from "./workers.ts";

/** A running server. */
export type Railsplit = {
  /** Of the API; of a worker's health and metrics. */
  readonly url: string;
  readonly database: Database;
  /** The URL at which the first owner is made, once; null where anybody is there already, and for a worker. */
  readonly setupUrl: string | null;
  /** Finishes what is under way, then closes everything. */
  stop(): Promise<void>;
};

/** Starts the roles of one process: wires the rooms together and nothing more. */
export async function startRailsplit(
  configuration: Configuration,
  log: Logger,
  clock: Clock = systemClock,
): Promise<Railsplit> {
  const { router, role } = configuration;
  // First of all: without it, no payment's URL would lead anywhere.
  const checkoutPage = role === "worker" ? undefined : await readCheckoutPage(configuration.checkoutBuild);
  const dashboardPage = role === "worker" ? undefined : await readDashboardPage(configuration.checkoutBuild);
  const chains = createChains(configuration, clock, log);
  const fees = await checkChains(chains, configuration, log);

  const database = await openDatabase(configuration.database);
  await assignRouters(
    database,
    chains.map(({ chain, previousRouters }) => ({ chainId: chain.id, firstRouter: previousRouters?.at(-1) ?? router })),
  );
  // They come from the world, also where the server's own time was moved.
  const rates = createRates(configuration, configuration.sandboxTools?.worldClock ?? clock, log);
  const closing = async (error: unknown) => {
    await database.destroy();
    throw error;
  };
  const [anyFee] = fees.values();
  const feeBasisPoints = await knownRouterFee(database, router, anyFee?.basisPoints).catch(closing);
  const context = createContext(configuration, { database, clock, rates, chains, log, feeBasisPoints });
  await checkStoredSecrets(context).catch(closing);
  if (!context.settlesDeposits) {
    log.warn(
      "there is no relayer key, so nothing is submitted here: no deposit address is shown, and payers' signatures are not taken. Set RELAYER_KEY or RELAYER_TRANSACTION_KEYS",
    );
  }
  const relayer = createRelayer(configuration, chains, clock, log);
  const readers = [...rateTasks(rates, log), ...chainTasks(chains, log), ...relayer.startReading()];
  const counts = createRequestCounts(clock);
  // The embedded database serves one process, which has all the counts there are.
  if ("url" in configuration.database) readers.push(shareCounts(counts, database, log));
  const parts = { configuration, context, chains, relayer };
  const workers = role === "api" ? noWorkers : startWorkers(parts, log);
  const feed = role === "worker" ? undefined : startPaymentFeed(database, log);
  const requestLog = role === "worker" ? undefined : startRequestLog({ database, clock }, log);

  const operations = {
    ...context,
    providerHealth: () => new Map(chains.map(({ chain, providers }) => [chain.id, providers.health()])),
    chainHealth: () => mapValues(workers.watchers, (watcher) => watcher.health()),
    differencesFound: () => mapValues(workers.reconciliations, (passes) => passes.found()),
    parts: () => mapValues(relayer.parts, (parts) => parts.current()),
    feeRecipients: () => new Map(chains.map(({ chain, feeRecipients }) => [chain.id, feeRecipients.current()])),
    lanes: () => mapValues(relayer.services, ({ lanes }) => lanes),
    gasBalances: () => mapValues(relayer.balances, (balances) => balances.current()),
  };
  const api = feed && {
    ...context,
    services: relayer.payerServices,
    counts,
    checkoutPage,
    dashboardPage,
    feed,
    requestLog,
  };
  const stopWork = async () => {
    await requestLog?.stop();
    await Promise.all([...readers, ...workers.tasks].map((task) => task.stop()));
    await database.destroy();
  };
  try {
    const http = await startHttp(configuration, operations, api, log);
    const stop = async () => {
      await feed?.stop();
      await http.stop();
      await stopWork();
    };
    const setupUrl = role === "worker" ? null : await openSetup(context);
    // Last: who reads it may stop the process at once, and all is to be stopped then.
    log.info(describeServer(configuration, { url: http.url, chains, fees, services: relayer.services }), "serving");
    return { url: http.url, database, setupUrl, stop };
  } catch (error) {
    await feed?.stop();
    await stopWork();
    throw error;
  }
}

function mapValues<Key, From, To>(map: ReadonlyMap<Key, From>, change: (value: From) => To): Map<Key, To> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
