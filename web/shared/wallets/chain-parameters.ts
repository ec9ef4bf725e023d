import { numberToHex } from "viem";
import * as known from "viem/chains";
import { chainById } from "../../../src/protocol/chains/index.ts";

const definitions = [
  known.mainnet,
  known.arbitrum,
  known.base,
  known.polygon,
  known.bsc,
  known.optimism,
  known.sepolia,
  known.arbitrumSepolia,
  known.baseSepolia,
  known.polygonAmoy,
  known.bscTestnet,
  known.optimismSepolia,
];

/** What a wallet needs to add a chain that it does not know (EIP-3085), with the chain's public endpoint and explorer. */
export function chainParameters(chainId: number) {
  const definition = definitions.find(({ id }) => id === chainId);
  if (definition === undefined) return undefined;
  const { rpcUrls, blockExplorers, nativeCurrency, name } = definition;
  return {
    chainId: numberToHex(chainId),
    chainName: chainById(chainId)?.name ?? name,
    nativeCurrency,
    rpcUrls: rpcUrls.default.http,
    ...(blockExplorers && { blockExplorerUrls: [blockExplorers.default.url] }),
  };
}
