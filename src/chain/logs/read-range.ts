import { min } from "../min-max.ts";
import { isEndpointFailure } from "../providers/rpc-errors.ts";
import { readBlock } from "../read-block.ts";
import type { BlockBatch, Cursor } from "./contract-events.ts";
import { RangeWidth } from "./range-width.ts";
import { LaggingNodeError, type LogSource, readLogs, type WatchedContracts } from "./read-logs.ts";

/** Ranges requested in parallel, ahead of the one that is being recorded. */
const concurrency = 4;

/**
 * Reads our contracts' events of the blocks after `after`, up to the number `to`, in ranges as wide as the provider allows: several in parallel, yielded
 * in order. For final blocks only: reorganisations are not detected. Throws the provider's error to a single block, or where it cannot be reached.
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

  let pending: { readonly blocks: bigint; readonly answer: ReturnType<typeof read> }[] = [];
  let next = after.blockNumber;
  let cursor = after;
  while (cursor.blockNumber < to) {
    while (pending.length < concurrency && next < to) {
      const toBlock = min(next + width.blocks, to);
      const answer = read(next + 1n, toBlock);
      // Thrown when its turn comes; until then it is no unhandled rejection.
      answer.catch(() => {});
      pending.push({ blocks: toBlock - next, answer });
      next = toBlock;
    }
    const [oldest] = pending.splice(0, 1);
    if (!oldest) return;
    try {
      const { events, last } = await oldest.answer;
      width.grow();
      yield { chainId, after: cursor, cursor: last, ...events };
      cursor = last;
    } catch (error) {
      const isNarrowable = !(error instanceof LaggingNodeError || isEndpointFailure(error));
      if (!isNarrowable || !width.shrink(oldest.blocks, error)) throw error;
      pending = [];
      next = cursor.blockNumber;
    }
  }
}
