import { type Address, erc20Abi } from "viem";
import type { Token } from "../protocol/index.ts";
import { readMany } from "./multicall.ts";
import type { ChainClient } from "./providers/chain-client.ts";

/** Token balances of each address in base units. In the order of the addresses. */
export async function readTokenBalances(
  client: ChainClient,
  tokens: readonly Token[],
  addresses: readonly Address[],
): Promise<ReadonlyMap<Token, bigint>[]> {
  const reads = addresses.flatMap((holder) => tokens.map(({ address }) => ({ address, args: [holder] })));
  const balances = await readMany<bigint>(client, erc20Abi, "balanceOf", reads);
  return addresses.map(
    (_, row) => new Map(tokens.map((token, column) => [token, balances[row * tokens.length + column] ?? 0n])),
  );
}
