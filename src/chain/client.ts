import { createPublicClient, defineChain, type PublicClient } from "viem";
import { type Clock, systemClock } from "../clock.ts";
import { type Chain, canonicalContracts } from "../protocol/index.ts";
import { providerPool } from "./provider-pool.ts";

export type ChainClient = PublicClient;

/** A client that reads one chain over the given endpoints, the first that is healthy. */
export function createChainClient(chain: Chain, rpcUrls: readonly string[], clock: Clock = systemClock): ChainClient {
  const viemChain = defineChain({
    id: chain.id,
    name: chain.name,
    nativeCurrency: { name: chain.nativeCurrency, symbol: chain.nativeCurrency, decimals: 18 },
    rpcUrls: { default: { http: rpcUrls } },
    contracts: { multicall3: { address: canonicalContracts.multicall3.address } },
    testnet: chain.testnet,
  });
  return createPublicClient({ chain: viemChain, transport: providerPool(chain, rpcUrls, clock), cacheTime: 0 });
}
