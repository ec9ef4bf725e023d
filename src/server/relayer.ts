import type { Logger } from "pino";
import { BundlerUnavailableError, type RequestBudget, withinBudget } from "../chain/index.ts";
import type { PaymentsContext } from "../payments/index.ts";
import type { Chain } from "../protocol/index.ts";
import {
  type BalanceWatch,
  balanceTasks,
  type ChainServices,
  createBundlerLane,
  createTransactionLane,
  type Lane,
  relayerTasks,
  startRelayer,
  watchBalances,
  watchBundler,
} from "../relayer/index.ts";
import type { BackgroundTask, Clock, WakefulTask } from "../runtime/index.ts";
import { type Bundler, createBundler, createGasSponsor, type GasSponsor } from "../user-operations/index.ts";
import type { ServedChain } from "./chains.ts";
import type { Configuration } from "./configuration/index.ts";

/** By what operations and transactions of this process reach its chains. */
export type Relayer = {
  readonly services: ReadonlyMap<number, ChainServices>;
  /** The same for what payers and merchants ask by HTTP: by transports of their own, within a budget. */
  readonly payerServices: ReadonlyMap<number, ChainServices>;
  readonly balances: ReadonlyMap<number, BalanceWatch>;
  /** What every process does: it reads what pays for gas. */
  startReading(): BackgroundTask[];
  /** What a worker does: it submits what is queued. */
  startSubmitting(context: PaymentsContext): BackgroundTask[];
};

export function createRelayer(
  configuration: Configuration,
  chains: readonly ServedChain[],
  clock: Clock,
  log: Logger,
): Relayer {
  const { router, gasSponsor, sponsorship } = configuration;
  const { knownDelegates } = configuration.relay;
  const queues = new Map<number, WakefulTask>();
  const services = new Map<number, ChainServices>();
  const payerServices = new Map<number, ChainServices>();
  const balances = new Map<number, BalanceWatch>();
  for (const on of chains) {
    const { chain, client, gasMarket, fewestPayments } = on;
    const sponsor = createGasSponsor(chain.id, gasSponsor);
    const bundler = createBundler(on.bundlerUrl);
    const lanes = createLanes(configuration, on, sponsor, clock);
    const wake = () => queues.get(chain.id)?.wake();
    const own = { chain, client, router, bundler, sponsor, sponsorship, lanes, knownDelegates, wake };
    services.set(chain.id, own);
    payerServices.set(chain.id, { ...own, client: on.payerClient, bundler: limitBundler(bundler, on.payerBudget) });
    const watch = { chain, client, gasMarket, gasSponsor: gasSponsor.address, lanes, fewestPayments, log };
    balances.set(chain.id, watchBalances(watch));
  }
  return {
    services,
    payerServices,
    balances,
    startReading: () =>
      chains.flatMap(({ chain }) => {
        const watch = balances.get(chain.id);
        return watch ? balanceTasks(chain, watch, log) : [];
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
      return [...queues.values(), ...relayerTasks(context, log)];
    },
  };
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
function createLanes({ relay }: Configuration, on: ServedChain, sponsor: GasSponsor, clock: Clock): Lane[] {
  const { chain, client, gasMarket, bundlerUrl } = on;
  const { accountKey: ownerKey, transactionKeys: keys } = relay;
  const shared = { chainId: chain.id, client, gasMarket };
  const health = watchBundler(createBundler(bundlerUrl, relayTimeout), clock);
  return relay.lanes.flatMap((name) => {
    if (name === "bundler") return ownerKey ? [createBundlerLane({ ...shared, health, sponsor, ownerKey })] : [];
    return keys.length > 0 ? [createTransactionLane({ ...shared, keys })] : [];
  });
}
