import { zeroAddress } from "viem";
import type { Chain } from "../protocol/index.ts";
import type { PaymentsContext } from "./context.ts";

/** Why money sent to an address would be lost; undefined where it would not. */
export function whyRefused(
  { chains, router }: Pick<PaymentsContext, "router"> & { readonly chains: readonly Pick<Chain, "tokens">[] },
  address: string,
): string | undefined {
  const tokens = chains.flatMap((chain) => chain.tokens.map((token) => token.address));
  const refused = [zeroAddress, router, ...tokens];
  if (!refused.some((forbidden) => forbidden.toLowerCase() === address.toLowerCase())) return undefined;
  return `Money sent to ${address} would be lost: it is the zero address, the router or a token.`;
}
