import { createPublicClient, defineChain, fallback, http, type PublicClient } from "viem";
import { type Chain, canonicalContracts } from "../protocol/index.ts";

export type ChainClient = PublicClient;

/** A client that reads one chain over the given endpoints, the first that answers. A request gives up after ten seconds. */
export function createChainClient(chain: Chain, rpcUrls: readonly string[]): ChainClient {
  const viemChain = defineChain({
    id: chain.id,
    name: chain.name,
    nativeCurrency: { name: chain.nativeCurrency, symbol: chain.nativeCurrency, decimals: 18 },
    rpcUrls: { default: { http: rpcUrls } },
    contracts: { multicall3: { address: canonicalContracts.multicall3.address } },
    testnet: chain.testnet,
  });
  const transports = rpcUrls.map((url) => http(url, { timeout: 10_000, retryCount: 1, batch: { wait: 0 } }));
  return createPublicClient({ chain: viemChain, transport: fallback(transports, { retryCount: 0 }), cacheTime: 0 });
}
