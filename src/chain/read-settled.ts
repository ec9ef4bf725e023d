import type { Address, Hex } from "viem";
import { paymentRouterAbi } from "../protocol/index.ts";
import type { ChainClient } from "./providers/chain-client.ts";

/** Whether the router has settled each id, by one call of the chain. In the order of the ids. */
export async function readSettled(
  client: ChainClient,
  router: Address,
  onchainIds: readonly Hex[],
): Promise<readonly boolean[]> {
  return client.multicall({
    contracts: onchainIds.map((onchainId) => ({
      address: router,
      abi: paymentRouterAbi,
      functionName: "isSettled" as const,
      args: [onchainId] as const,
    })),
    allowFailure: false,
    batchSize: 0,
  });
}
