import { BlockNotFoundError } from "viem";
import type { Cursor } from "./logs.ts";
import type { Provider } from "./provider.ts";
import { readBlock } from "./read-block.ts";

/** Blocks looked for at once. */
const batchSize = 20;

/** One endpoint says that the chain was reorganised, and another has the blocks that were there before. */
export class ReorganisationDisputedError extends Error {
  override readonly name = "ReorganisationDisputedError";
  constructor(blockNumber: bigint) {
    super(
      `The endpoints do not agree that block ${blockNumber} was reorganised away: nothing is taken back until they do.`,
    );
  }
}

/**
 * The highest of the blocks that were read, given the highest first, that is in the chain still. Where none is, the chain was reorganised below what it had called
 * final, and everything is read again from `start`. Throws `ReorganisationDisputedError` where endpoints do not agree.
 */
export async function commonAncestor(
  providers: readonly Provider[],
  blocks: readonly Cursor[],
  start: bigint,
): Promise<Cursor> {
  const [first] = providers;
  if (!first) throw new Error("There is no endpoint to read from.");
  for (let from = 0; from < blocks.length; from += batchSize) {
    const some = blocks.slice(from, from + batchSize);
    const stands = await Promise.all(some.map((block) => isInChain(providers, block)));
    const found = some.find((_, index) => stands[index]);
    if (found) return found;
  }
  return readBlock(first.client, { blockNumber: start });
}

async function isInChain(providers: readonly Provider[], { blockNumber, blockHash }: Cursor): Promise<boolean> {
  const [opinion, ...others] = await Promise.all(
    providers.map(async ({ client }) => {
      // A chain that has become shorter does not have the block at all.
      const now = await client.getBlock({ blockNumber }).catch((error: unknown) => {
        if (error instanceof BlockNotFoundError) return null;
        throw error;
      });
      return now?.hash === blockHash;
    }),
  );
  if (others.some((other) => other !== opinion)) throw new ReorganisationDisputedError(blockNumber);
  return opinion === true;
}
