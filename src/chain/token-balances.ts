import { type Address, erc20Abi } from "viem";
import type { Token } from "../protocol/index.ts";
import type { ChainClient } from "./providers/chain-client.ts";

/** Token balances of each address in base units, by one call. In the order of the addresses. */
export async function readTokenBalances(
  client: ChainClient,
  tokens: readonly Token[],
  addresses: readonly Address[],
): Promise<ReadonlyMap<Token, bigint>[]> {
  const balances = await client.multicall({
    contracts: addresses.flatMap((holder) =>
      tokens.map(({ address }) => ({
        address,
        abi: erc20Abi,
        functionName: "balanceOf" as const,
        args: [holder] as const,
      })),
    ),
    allowFailure: false,
    // One request, however long: viem would otherwise split it by kilobytes.
    batchSize: 0,
  });
  return addresses.map(
    (_, row) => new Map(tokens.map((token, column) => [token, balances[row * tokens.length + column] ?? 0n])),
  );
}
