import { chainTitle } from "../../../src/protocol/chains/chain-names.ts";
import { chains, tokenSymbols } from "../../../src/protocol/chains/index.ts";

export { tokenSymbols };

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
