import { arbitrum, arbitrumSepolia } from "./arbitrum.ts";
import { base, baseSepolia } from "./base.ts";
import { bnb, bnbTestnet } from "./bnb.ts";
import type { Chain, Token } from "./chain.ts";
import { ethereum, sepolia } from "./ethereum.ts";
import { optimism, optimismSepolia } from "./optimism.ts";
import { amoy, polygon } from "./polygon.ts";

export type { Chain, FinalityPolicy, FinalityRule, Token, TokenDomain, TokenSymbol } from "./chain.ts";
export { tokenSymbols } from "./chain.ts";

/** Every chain that Railsplit knows: the five of the product first, then Optimism (off by default), then the testnets. */
export const chains: readonly Chain[] = [
  ethereum,
  arbitrum,
  base,
  polygon,
  bnb,
  optimism,
  sepolia,
  arbitrumSepolia,
  baseSepolia,
  amoy,
  bnbTestnet,
  optimismSepolia,
];

/** The chains and tokens offered unless an operator or a payment says otherwise. */
export const enabledChains: readonly Chain[] = chains.filter((chain) => chain.enabled);

export function chainById(id: number): Chain | undefined {
  return chains.find((chain) => chain.id === id);
}

export function chainByNetwork(network: string): Chain | undefined {
  return chains.find((chain) => chain.network === network);
}

export function tokenBySymbol(chain: Chain, symbol: string): Token | undefined {
  return chain.tokens.find((token) => token.symbol === symbol);
}

/** Addresses are compared without regard to case: the chain answers them in lower case, the table holds checksums. */
export function tokenByAddress(chain: Chain, address: string): Token | undefined {
  return chain.tokens.find((token) => token.address.toLowerCase() === address.toLowerCase());
}
