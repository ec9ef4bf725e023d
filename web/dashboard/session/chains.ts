import type { Payment } from "../../../clients/typescript/types.ts";
import { chainTitle } from "../../../src/protocol/chains/chain-names.ts";
import { chains, type TokenSymbol, tokenSymbols } from "../../../src/protocol/chains/index.ts";

export { tokenSymbols };

/** Where a payment may be paid, the first choice first. */
export function placesOf({
  acceptedChains,
  acceptedTokens,
}: Pick<Payment, "acceptedChains" | "acceptedTokens">): readonly {
  readonly chainId: number;
  readonly token: TokenSymbol;
}[] {
  return chains
    .filter(({ id }) => acceptedChains.includes(id))
    .flatMap(({ id, tokens }) =>
      tokens
        .filter(({ enabled, symbol }) => enabled && acceptedTokens.includes(symbol))
        .map(({ symbol }) => ({ chainId: id, token: symbol })),
    );
}

/** As the API calls it; also of a chain that we do not know. */
export function chainName(id: number): string {
  return chains.find((chain) => chain.id === id)?.name ?? chainTitle(id);
}

/** What gas is paid in there; nothing for a chain that we do not know. */
export function nativeTokenOf(id: number): string {
  return chains.find((chain) => chain.id === id)?.nativeCurrency ?? "";
}

/** Every chain that there may be payments on. */
export const allChains: readonly { readonly id: number; readonly name: string }[] = chains.map(({ id, name }) => ({
  id,
  name,
}));
