import type { Logger } from "pino";
import type { Hex } from "viem";
import {
  BundlerUnavailableError,
  type RequestBudget,
  sponsorsOf,
  type WatchedContracts,
  withinBudget,
} from "../chain/index.ts";
import { type Configuration, deployedContracts } from "../configuration/index.ts";
import type { Chain } from "../protocol/index.ts";
import {
  type BalanceWatch,
  type BundlerHealth,
  balanceTasks,
  type ChainServices,
  createBundlerLane,
  createTransactionLane,
  type Lane,
  type PartWatch,
  partTasks,
  type RelayerContext,
  relayerTasks,
  startRelayer,
  watchBalances,
  watchBundler,
  watchParts,
} from "../relayer/index.ts";
import type { BackgroundTask, Clock, WakefulTask } from "../runtime/index.ts";
import {
  type Bundler,
  createBundler,
  createGasSponsor,
  type GasSponsor,
  type GasSponsors,
  servedEntryPoints,
} from "../user-operations/index.ts";
import type { ServedChain } from "./chains.ts";

/** By what operations and transactions of this process reach its chains. */
export type Relayer = {
  readonly services: ReadonlyMap<number, ChainServices>;
  /** The same for what payers and merchants ask by HTTP: by transports of their own, within a budget. */
  readonly payerServices: ReadonlyMap<number, ChainServices>;
  readonly balances: ReadonlyMap<number, BalanceWatch>;
  /** Contracts, bundler and sponsorship of each chain. */
  readonly parts: ReadonlyMap<number, PartWatch>;
  /** What every process does: it reads what pays for gas, and inspects the parts. */
  startReading(): BackgroundTask[];
  /** What a worker does: it submits what is queued. */
  startSubmitting(context: RelayerContext): BackgroundTask[];
};

export function createRelayer(
  configuration: Configuration,
  chains: readonly ServedChain[],
  clock: Clock,
  log: Logger,
): Relayer {
  const { router, gasSponsor, sponsorship, relayLimits } = configuration;
  const { knownDelegates } = configuration.relay;
  const queues = new Map<number, WakefulTask>();
  const services = new Map<number, ChainServices>();
  const payerServices = new Map<number, ChainServices>();
  const balances = new Map<number, BalanceWatch>();
  const parts = new Map<number, PartWatch>();
  for (const on of chains) {
    const { chain, client, gasMarket, fewestPayments } = on;
    const contracts = deployedContracts(configuration, on);
    const sponsors = createSponsors(chain.id, contracts, gasSponsor.signerKey);
    const sponsor = sponsors["0.8"];
    const health = watchBundler(createBundler(on.bundlerUrl, relayTimeout), clock, servedEntryPoints(sponsors));
    const bundler = health.watch(createBundler(on.bundlerUrl));
    const isBundlerUp = () => health.problem() === null;
    const lanes = createLanes(configuration, on, { health, sponsor, clock });
    const wake = () => queues.get(chain.id)?.wake();
    const operations = { client, bundler, isBundlerUp, sponsors, sponsorship };
    const own = {
      chain,
      router,
      previousRouters: on.previousRouters,
      ...operations,
      lanes,
      knownDelegates,
      relayLimits,
      wake,
    };
    services.set(chain.id, own);
    payerServices.set(chain.id, {
      ...own,
      client: on.payerClient,
      reads: on.payerReads,
      bundler: limitBundler(bundler, on.payerBudget),
    });
    const watch = { chain, client, gasMarket, contracts, lanes, fewestPayments, log };
    balances.set(chain.id, watchBalances(watch));
    const { bundlerUrl } = on;
    const inspected = { chain, client, gasMarket, contracts, bundler, bundlerUrl, health, sponsors, clock, log };
    parts.set(chain.id, watchParts(inspected));
  }
  return {
    services,
    payerServices,
    balances,
    parts,
    startReading: () =>
      chains.flatMap(({ chain }) => {
        const watch = balances.get(chain.id);
        const inspected = parts.get(chain.id);
        return watch && inspected ? [...balanceTasks(chain, watch, log), ...partTasks(chain, inspected, log)] : [];
      }),
    startSubmitting(context) {
      for (const [chainId, served] of services) {
        if (served.lanes.length === 0) continue;
        const {
          batchSize,
          feeCeiling,
          patience: inclusionTimeout = inclusionTimeoutOn(served.chain),
        } = configuration.relay;
        queues.set(chainId, startRelayer(context, served, { batchSize, feeCeiling, inclusionTimeout }, log));
      }
      return [...queues.values(), ...relayerTasks(context, configuration.relayLimits, log)];
    },
  };
}

function createSponsors(chainId: number, contracts: WatchedContracts, signerKey: Hex): GasSponsors {
  const sponsors = sponsorsOf(contracts).map(({ version, sponsor: address }) => [
    version,
    createGasSponsor(chainId, { address, signerKey }),
  ]);
  return Object.fromEntries(sponsors);
}

function limitBundler(bundler: Bundler, budget: RequestBudget): Bundler {
  const limit = <Ask extends (...request: never[]) => Promise<unknown>>(ask: Ask) =>
    withinBudget(budget, ask, (error) => new BundlerUnavailableError(error));
  return { request: limit(bundler.request), simulate: limit(bundler.simulate), send: limit(bundler.send) };
}

/** A few blocks, and some seconds for whoever brings it there. Milliseconds. */
const inclusionTimeoutOn = ({ blockTime }: Chain) => 15_000 + 3 * blockTime;

/** Nobody waits for what the relayer asks a bundler, and another lane may be there. Milliseconds. */
const relayTimeout = 10_000;

/** The lanes for which there are keys, in the configured order. */
function createLanes(
  { relay }: Configuration,
  { chain, client, gasMarket }: ServedChain,
  bundling: { readonly health: BundlerHealth; readonly sponsor: GasSponsor; readonly clock: Clock },
): Lane[] {
  const { accountKey: ownerKey, transactionKeys: keys } = relay;
  const shared = { chainId: chain.id, client, gasMarket };
  return relay.lanes.flatMap((name) => {
    if (name === "bundler") return ownerKey ? [createBundlerLane({ ...shared, ...bundling, ownerKey })] : [];
    return keys.length > 0 ? [createTransactionLane({ ...shared, keys })] : [];
  });
}
