import type { Address, Hex } from "viem";
import { paymentRouterAbi } from "../protocol/index.ts";
import { readMany } from "./multicall.ts";
import type { ChainClient } from "./providers/chain-client.ts";

/** Whether each quote was settled by its router. In the order of the quotes. */
export async function readSettled(
  client: ChainClient,
  quotes: readonly { readonly router: Address; readonly onchainId: Hex }[],
): Promise<readonly boolean[]> {
  const reads = quotes.map(({ router, onchainId }) => ({ address: router, args: [onchainId] }));
  return readMany<boolean>(client, paymentRouterAbi, "isSettled", reads);
}
