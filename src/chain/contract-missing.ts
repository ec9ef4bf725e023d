import type { Address } from "viem";
import type { Chain } from "../protocol/index.ts";
import type { ChainClient } from "./providers/chain-client.ts";

/**
 * Chains on which there is no code at an address that has code on another of them: there it is no contract, and most likely no key's account either, so money
 * might never move from it.
 */
export async function chainsWithoutContract(
  chains: readonly { readonly chain: Chain; readonly client: Pick<ChainClient, "getCode"> }[],
  address: Address,
): Promise<Chain[]> {
  const read = chains.map(async ({ chain, client }) => {
    const code = await client.getCode({ address });
    // A key's account may delegate to code on one chain and not on another (EIP-7702).
    return { chain, isContract: code !== undefined && code !== "0x" && !code.startsWith("0xef0100") };
  });
  const found = await Promise.all(read);
  if (!found.some(({ isContract }) => isContract)) return [];
  return found.flatMap(({ chain, isContract }) => (isContract ? [] : [chain]));
}
