import type { Cursor } from "./logs/contract-events.ts";
import type { ChainClient } from "./providers/chain-client.ts";

/** The latest block, or the one with this number or tag. */
export async function readBlock(
  client: ChainClient,
  block: { blockNumber: bigint } | { blockTag: "latest" | "safe" | "finalized" },
): Promise<Cursor> {
  const { number, hash, timestamp } = await client.getBlock(block);
  if (number === null || hash === null) throw new Error("The node answered with a pending block.");
  return { blockNumber: number, blockHash: hash, blockTime: new Date(Number(timestamp) * 1000) };
}
