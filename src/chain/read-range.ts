import { least } from "./least.ts";
import type { BlockBatch, Cursor } from "./logs.ts";
import { RangeWidth } from "./range-width.ts";
import { readBlock } from "./read-block.ts";
import { type LogSource, readLogs, type WatchedContracts } from "./read-logs.ts";
import { isNoMatterOfRange } from "./rpc-errors.ts";

/** Ranges asked for at once, ahead of the one that is being taken in. */
const ahead = 4;

/**
 * Reads our events of the blocks after `after`, up to the number `to`, in ranges as wide as the provider allows, several of them asked for ahead, handed
 * over in order. For blocks that are final: nothing here looks for reorganisations. Throws what a provider says to one block, or where it cannot be
 * asked at all.
 */
export async function* readRange(
  providers: readonly LogSource[],
  contracts: WatchedContracts,
  after: Cursor,
  to: bigint,
  width: RangeWidth = new RangeWidth(),
): AsyncGenerator<BlockBatch> {
  const [first] = providers;
  if (!first?.client.chain) throw new Error("There is no endpoint to read from.");
  const chainId = first.client.chain.id;
  const read = async (fromBlock: bigint, toBlock: bigint) => {
    const [events, last] = await Promise.all([
      readLogs(providers, contracts, { fromBlock, toBlock }),
      readBlock(first.client, { blockNumber: toBlock }),
    ]);
    return { events, last };
  };

  let asked: { readonly blocks: bigint; readonly answer: ReturnType<typeof read> }[] = [];
  let next = after.blockNumber;
  let cursor = after;
  while (cursor.blockNumber < to) {
    while (asked.length < ahead && next < to) {
      const toBlock = least(next + width.blocks, to);
      const answer = read(next + 1n, toBlock);
      // Thrown when its turn comes, and by nobody when it does not.
      answer.catch(() => {});
      asked.push({ blocks: toBlock - next, answer });
      next = toBlock;
    }
    const [turn] = asked.splice(0, 1);
    if (!turn) return;
    try {
      const { events, last } = await turn.answer;
      width.grow();
      yield { chainId, after: cursor, cursor: last, ...events };
      cursor = last;
    } catch (error) {
      if (isNoMatterOfRange(error) || !width.shrink(turn.blocks, error)) throw error;
      asked = [];
      next = cursor.blockNumber;
    }
  }
}
