import type { Logger } from "pino";
import {
  type ChainClient,
  ChainMismatchError,
  checkChain,
  checkDeployment,
  checkEndpoints,
  createGasMarket,
  createPayerClient,
  createProviderPool,
  createRequestBudget,
  type FeeRecipientWatch,
  feeRecipientTasks,
  type GasMarket,
  gasMarketTasks,
  type ProviderPool,
  type RequestBudget,
  type RouterFee,
  watchFeeRecipients,
} from "../chain/index.ts";
import { type ChainConfiguration, type Configuration, contractsOn, deployedContracts } from "../configuration/index.ts";
import type { BackgroundTask, Clock } from "../runtime/index.ts";

/** A chain with the clients by which it is read. */
export type ServedChain = ChainConfiguration & {
  readonly providers: ProviderPool;
  readonly client: ChainClient;
  /** For what payers ask: see `createPayerClient`. */
  readonly payerClient: ChainClient;
  readonly payerBudget: RequestBudget;
  /** For what payers read through us, by a budget of its own: a flood of reads refuses nobody's signature. */
  readonly payerReads: ChainClient;
  readonly gasMarket: GasMarket;
  readonly feeRecipients: FeeRecipientWatch;
};

export function createChains(configuration: Configuration, clock: Clock, log: Logger): ServedChain[] {
  return configuration.chains.map((settings) => {
    const providers = createProviderPool(settings.chain, settings.rpcUrls, clock);
    const { client } = providers;
    const payerBudget = createRequestBudget(clock, settings.payerRequests);
    const payerUrls = settings.payerRpcUrls ?? settings.rpcUrls;
    const payerClient = createPayerClient(settings.chain, payerUrls, clock, payerBudget);
    const readBudget = createRequestBudget(clock, settings.payerRequests);
    const payerReads = createPayerClient(settings.chain, payerUrls, clock, readBudget);
    return {
      ...settings,
      providers,
      client,
      payerClient,
      payerBudget,
      payerReads,
      gasMarket: createGasMarket(client, settings.chain, configuration.sandboxTools?.worldClock ?? clock),
      feeRecipients: watchFeeRecipients({
        chain: settings.chain,
        client,
        contracts: contractsOn(configuration, settings),
        log,
      }),
    };
  });
}

/**
 * Answers each chain's fee, as its router says. Throws `ChainMismatchError` where a chain is not what the configuration says. One that does not answer is served
 * as soon as it does, and left out of the answer.
 */
export async function checkChains(
  chains: readonly ServedChain[],
  configuration: Configuration,
  log: Logger,
): Promise<ReadonlyMap<number, RouterFee>> {
  const fees = new Map<number, RouterFee>();
  await Promise.all(
    chains.map(async (served) => {
      const { chain, client, providers } = served;
      try {
        await checkEndpoints(providers, chain);
        await checkChain(client, chain);
        fees.set(chain.id, await checkDeployment(client, chain, deployedContracts(configuration, served)));
      } catch (error) {
        if (error instanceof ChainMismatchError) throw error;
        log.warn({ chainId: chain.id }, `${chain.name} does not answer: it is served as soon as it does`);
      }
    }),
  );
  requireOneFee(chains, fees);
  return fees;
}

/** A payment is split before anybody knows on which chain it will be paid. */
function requireOneFee(chains: readonly ServedChain[], fees: ReadonlyMap<number, RouterFee>): void {
  const [first, ...others] = chains.flatMap(({ chain }) => {
    const fee = fees.get(chain.id);
    return fee ? [{ name: chain.name, ...fee }] : [];
  });
  const other = others.find(({ basisPoints }) => basisPoints !== first?.basisPoints);
  if (!first || !other) return;
  throw new ChainMismatchError(
    `The routers take ${first.basisPoints} basis points on ${first.name} and ${other.basisPoints} on ${other.name}: ROUTER_ADDRESS has to be one router, deployed the same way everywhere.`,
  );
}

/** What every process does for its chains. */
export function chainTasks(chains: readonly ServedChain[], log: Logger): BackgroundTask[] {
  return chains.flatMap(({ chain, gasMarket, feeRecipients }) => [
    ...gasMarketTasks(chain, gasMarket, log),
    ...feeRecipientTasks(chain, feeRecipients, log),
  ]);
}
