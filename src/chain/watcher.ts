import type { Logger } from "pino";
import type { Chain } from "../protocol/index.ts";
import { startBackgroundTask } from "../runtime/index.ts";
import { type FinalHeight, lowestFinalHeight } from "./finality.ts";
import { commonAncestor } from "./logs/common-ancestor.ts";
import type { BlockBatch, Cursor } from "./logs/contract-events.ts";
import { RangeWidth } from "./logs/range-width.ts";
import type { WatchedContracts } from "./logs/read-logs.ts";
import { readRange } from "./logs/read-range.ts";
import { NotConnectedError, readRecent } from "./logs/read-recent.ts";
import { min } from "./min-max.ts";
import type { Provider } from "./providers/provider.ts";
import type { ProviderPool } from "./providers/provider-pool.ts";
import { describeError } from "./providers/rpc-errors.ts";
import { readBlock } from "./read-block.ts";

/** Stores a watcher's cursor and the batches that it read. */
export type WatcherSink = {
  cursor(): Promise<Cursor | null>;
  /** Earlier cursors that may still be reorganised away, highest first, and one that may not. */
  recentCursors(): Promise<readonly Cursor[]>;
  /** Deletes the cursors below a final block, except for the highest of them. */
  forgetCursors(below: bigint): Promise<void>;
  /** Records a batch and moves the cursor, atomically. False: another worker moved the cursor meanwhile. */
  record(batch: BlockBatch): Promise<boolean>;
  /** Takes back everything recorded from blocks above `to`. */
  rewind(to: Cursor): Promise<void>;
  /** Whether anything recorded is not final yet. */
  isWaiting(): Promise<boolean>;
  finalize(finalHeight: FinalHeight): Promise<void>;
};

export type WatcherOptions = {
  readonly chain: Chain;
  readonly providers: ProviderPool;
  readonly contracts: WatchedContracts;
  readonly sink: WatcherSink;
  readonly log: Logger;
  /** Where to begin without a cursor: the block of the router's deployment, or the head where it is left out. */
  readonly startBlock?: bigint | undefined;
  /** Milliseconds between two polls of the head. */
  readonly pollInterval: number;
};

export type WatcherHealth = {
  /** The last recorded block. */
  readonly blockNumber: bigint | null;
  /** Blocks between it and the head of the last poll. */
  readonly blocksBehind: bigint | null;
  /** Why the last round failed; null where it succeeded. */
  readonly error: string | null;
};

export type Watcher = { health(): WatcherHealth; stop(): Promise<void> };

/** So close to the head, blocks are read by hash, without asking which are final. */
const recentBlocks = 64n;

/** Blocks read by hash in one batch. */
const recentBatch = 100n;

/** Blocks between two deletions of old cursors. */
const pruneInterval = 500n;

/** Follows a chain until stopped. A failing node never ends it: it retries, and its health says why. */
export function startWatcher(options: WatcherOptions): Watcher {
  const { chain, providers, contracts, sink, log, pollInterval } = options;
  const width = new RangeWidth();
  let health: WatcherHealth = { blockNumber: null, blocksBehind: null, error: null };
  let isStopping = false;
  let prunedAt = 0n;

  /** Records blocks up to the head, or a part of them. True where there are more. */
  const round = async (): Promise<boolean> => {
    const { readers, head } = await readHeads(await providers.trusted());
    let cursor = (await sink.cursor()) ?? (await begin(options, readers, head));
    const updateHealth = () => {
      health = { blockNumber: cursor.blockNumber, blocksBehind: head.blockNumber - cursor.blockNumber, error: null };
    };
    /** False: another worker records this chain too. */
    const record = async (batch: BlockBatch): Promise<boolean> => {
      if (!(await sink.record(batch))) return false;
      cursor = batch.cursor;
      updateHealth();
      return !isStopping;
    };

    if (head.blockNumber - cursor.blockNumber > recentBlocks) {
      await requireConnected(readers, cursor);
      const finalized = await lowestFinalized(readers);
      for await (const batch of readRange(readers, contracts, cursor, finalized, width)) {
        if (!(await record(batch))) return true;
      }
    }
    while (cursor.blockNumber < head.blockNumber) {
      const to = min(cursor.blockNumber + recentBatch, head.blockNumber);
      if (!(await record(await readRecent(readers, contracts, cursor, to)))) return true;
    }
    if (cursor.blockNumber === head.blockNumber && cursor.blockHash !== head.blockHash) {
      throw new NotConnectedError(head.blockNumber);
    }
    updateHealth();
    if (await sink.isWaiting()) await sink.finalize(await lowestFinalHeight(readers, chain, cursor));
    if (cursor.blockNumber >= prunedAt + pruneInterval) {
      prunedAt = cursor.blockNumber;
      await sink.forgetCursors(await lowestFinalized(readers));
    }
    return false;
  };

  const task = startBackgroundTask({
    name: `watch ${chain.network}`,
    interval: pollInterval,
    log,
    async run() {
      try {
        return await round().catch((error: unknown) => {
          if (error instanceof NotConnectedError) return rewind(options);
          throw error;
        });
      } catch (error) {
        const reason = describeError(error);
        if (health.error !== reason) log.warn({ chainId: chain.id, reason }, "reading the chain failed, trying again");
        health = { ...health, error: reason };
        return false;
      }
    },
  });
  return {
    health: () => health,
    stop() {
      isStopping = true;
      return task.stop();
    },
  };
}

/**
 * The endpoints that answer now, and the highest block that those asked for events have all reached. One that does not answer is skipped at once, until
 * the next probe.
 */
async function readHeads(trusted: readonly Provider[]): Promise<{ readers: readonly Provider[]; head: Cursor }> {
  const heads = await Promise.allSettled(trusted.map(({ client }) => readBlock(client, { blockTag: "latest" })));
  const readers = trusted.filter((provider, index) => {
    const answers = heads[index]?.status === "fulfilled";
    if (!answers && provider.problem === null) provider.problem = "unreachable";
    return answers;
  });
  const reached = heads.flatMap((head) => (head.status === "fulfilled" ? head.value : [])).slice(0, 2);
  const [first, second] = reached;
  if (!first) throw (heads[0] as PromiseRejectedResult).reason;
  if (!second || second.blockNumber >= first.blockNumber) return { readers, head: first };
  // The first endpoint's block of that number: the others are compared with it.
  const head = await readBlock((readers[0] as Provider).client, { blockNumber: second.blockNumber });
  return { readers, head };
}

async function lowestFinalized(readers: readonly Provider[]): Promise<bigint> {
  const blocks = await Promise.all(
    readers.slice(0, 2).map(({ client }) => readBlock(client, { blockTag: "finalized" })),
  );
  return min(...blocks.map(({ blockNumber }) => blockNumber));
}

/** Throws `NotConnectedError` where the last block read is no longer canonical. */
async function requireConnected([first]: readonly Provider[], { blockNumber, blockHash }: Cursor): Promise<void> {
  if (!first) return;
  const now = await readBlock(first.client, { blockNumber });
  if (now.blockHash !== blockHash) throw new NotConnectedError(blockNumber);
}

async function begin(
  { chain, sink, startBlock }: WatcherOptions,
  [first]: readonly Provider[],
  head: Cursor,
): Promise<Cursor> {
  const cursor = startBlock === undefined || !first ? head : await readBlock(first.client, { blockNumber: startBlock });
  const noEvents = { settlements: [], reclaims: [], sweeps: [], charges: [], cancellations: [], userOperations: [] };
  await sink.record({ chainId: chain.id, after: null, cursor, ...noEvents });
  return (await sink.cursor()) ?? cursor;
}

/** Rewinds to the last block that is still canonical. True: reading goes on from there. */
async function rewind({ chain, providers, sink, startBlock, log }: WatcherOptions): Promise<boolean> {
  const readers = (await providers.trusted()).slice(0, 2);
  const to = await commonAncestor(readers, await sink.recentCursors(), startBlock ?? 0n);
  log.warn(
    { chainId: chain.id, to: to.blockNumber.toString() },
    "the chain was reorganised, reading it again from the last block that stayed",
  );
  await sink.rewind(to);
  return true;
}
