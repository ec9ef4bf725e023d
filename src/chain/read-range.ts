import type { ChainClient } from "./client.ts";
import type { BlockBatch } from "./logs.ts";
import { readBlock, readBlocks, type WatchedContracts } from "./read-blocks.ts";

/** Blocks asked for at once: halved when the provider refuses, down to one. */
const widest = 10_000n;

/** Reads our events of a span of blocks, the first one included, in pieces as large as the provider allows. Throws what it says to one block. */
export async function* readRange(
  client: ChainClient,
  contracts: WatchedContracts,
  { from, to }: { readonly from: bigint; readonly to: bigint },
): AsyncGenerator<BlockBatch> {
  let width = widest;
  let after = await readBlock(client, { blockNumber: from > 0n ? from - 1n : 0n });
  while (after.blockNumber < to) {
    const last = after.blockNumber + width < to ? after.blockNumber + width : to;
    try {
      const batch = await readBlocks(client, contracts, after, await readBlock(client, { blockNumber: last }));
      yield batch;
      after = batch.cursor;
      width = width * 2n < widest ? width * 2n : widest;
    } catch (error) {
      if (width === 1n) throw error;
      width /= 2n;
    }
  }
}
