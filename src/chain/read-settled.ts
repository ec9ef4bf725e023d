import type { Address, Hex } from "viem";
import { paymentRouterAbi } from "../protocol/index.ts";
import { readMany } from "./multicall.ts";
import type { ChainClient } from "./providers/chain-client.ts";

/** Whether the router has settled each id. In the order of the ids. */
export async function readSettled(
  client: ChainClient,
  router: Address,
  onchainIds: readonly Hex[],
): Promise<readonly boolean[]> {
  const reads = onchainIds.map((onchainId) => ({ address: router, args: [onchainId] }));
  return readMany<boolean>(client, paymentRouterAbi, "isSettled", reads);
}
