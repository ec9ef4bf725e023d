import { BlockNotFoundError } from "viem";
import type { Provider } from "../providers/provider.ts";
import { readBlock } from "../read-block.ts";
import type { Cursor } from "./contract-events.ts";

/** Blocks compared in parallel. */
const batchSize = 20;

/** One endpoint reports a reorganisation, and another still has the earlier blocks. */
export class ReorganisationDisputedError extends Error {
  override readonly name = "ReorganisationDisputedError";
  constructor(blockNumber: bigint) {
    super(
      `The endpoints do not agree that block ${blockNumber} was reorganised away: nothing is taken back until they do.`,
    );
  }
}

/**
 * The highest of the given blocks (highest first) that is still canonical. Where none is, the chain was reorganised below a block that it had called
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
    const batch = blocks.slice(from, from + batchSize);
    const canonical = await Promise.all(batch.map((block) => isCanonical(providers, block)));
    const ancestor = batch.find((_, index) => canonical[index]);
    if (ancestor) return ancestor;
  }
  return readBlock(first.client, { blockNumber: start });
}

async function isCanonical(providers: readonly Provider[], { blockNumber, blockHash }: Cursor): Promise<boolean> {
  const [opinion, ...others] = await Promise.all(
    providers.map(async ({ client }) => {
      // A chain that has become shorter does not have the block at all.
      const current = await client.getBlock({ blockNumber }).catch((error: unknown) => {
        if (error instanceof BlockNotFoundError) return null;
        throw error;
      });
      return current?.hash === blockHash;
    }),
  );
  if (others.some((other) => other !== opinion)) throw new ReorganisationDisputedError(blockNumber);
  return opinion === true;
}
