import type { Logger } from "pino";
import type { Chain } from "../protocol/index.ts";
import { startBackgroundTask } from "../runtime/index.ts";
import { commonAncestor } from "./common-ancestor.ts";
import { type FinalHeight, lowestFinalHeight } from "./finality.ts";
import { least } from "./least.ts";
import type { BlockBatch, Cursor } from "./logs.ts";
import type { Provider } from "./provider.ts";
import type { ProviderPool } from "./provider-pool.ts";
import { RangeWidth } from "./range-width.ts";
import { readBlock } from "./read-block.ts";
import type { WatchedContracts } from "./read-logs.ts";
import { readRange } from "./read-range.ts";
import { NotConnectedError, readRecent } from "./read-recent.ts";
import { reasonOf } from "./rpc-errors.ts";

/** Where a watcher keeps its place and hands over what it read. */
export type WatcherSink = {
  cursor(): Promise<Cursor | null>;
  /** Blocks that were cursors once and may still be reorganised away, the highest first, and one that may not. */
  recentCursors(): Promise<readonly Cursor[]>;
  /** Forgets the cursors below a block that is final, but for the highest of them. */
  forgetCursors(below: bigint): Promise<void>;
  /** Takes in a batch and moves the cursor, both or neither. False: another worker moved the cursor meanwhile. */
  record(batch: BlockBatch): Promise<boolean>;
  /** Forgets what blocks above `to` said. */
  rewind(to: Cursor): Promise<void>;
  /** Whether anything recorded still waits for its block to become final. */
  isWaiting(): Promise<boolean>;
  finalize(finalHeight: FinalHeight): Promise<void>;
};

export type WatcherOptions = {
  readonly chain: Chain;
  readonly providers: ProviderPool;
  readonly contracts: WatchedContracts;
  readonly sink: WatcherSink;
  readonly log: Logger;
  /** Where to begin when there is no cursor yet: the block of the router's deployment. Without it, the head. */
  readonly startBlock?: bigint | undefined;
  /** Milliseconds between two looks at the head. */
  readonly pollInterval: number;
};

export type WatcherHealth = {
  /** The last block taken in. */
  readonly blockNumber: bigint | null;
  /** Blocks between it and the head, when last looked at. */
  readonly blocksBehind: bigint | null;
  /** Why the last round failed; null when it did not. */
  readonly error: string | null;
};

export type Watcher = { health(): WatcherHealth; stop(): Promise<void> };

/** Closer to the head than this, blocks are read by their hash without asking which are final. */
const near = 64n;

/** Blocks read by their hash at once. */
const recentAtOnce = 100n;

/** Old cursors are forgotten after so many blocks. */
const forgetEvery = 500n;

/** Follows a chain until stopped. A failing node never ends it: it tries again, and its health says why. */
export function startWatcher(options: WatcherOptions): Watcher {
  const { chain, providers, contracts, sink, log, pollInterval } = options;
  const width = new RangeWidth();
  let health: WatcherHealth = { blockNumber: null, blocksBehind: null, error: null };
  let isStopping = false;
  let forgotAt = 0n;

  /** Takes in blocks up to the head, or a part of them. True when there are more. */
  const round = async (): Promise<boolean> => {
    const { readers, head } = await readHeads(await providers.believed());
    let cursor = (await sink.cursor()) ?? (await begin(options, readers, head));
    const note = () => {
      health = { blockNumber: cursor.blockNumber, blocksBehind: head.blockNumber - cursor.blockNumber, error: null };
    };
    /** False: another worker is at it. */
    const take = async (batch: BlockBatch): Promise<boolean> => {
      if (!(await sink.record(batch))) return false;
      cursor = batch.cursor;
      note();
      return !isStopping;
    };

    if (head.blockNumber - cursor.blockNumber > near) {
      await requireConnected(readers, cursor);
      const finalized = await lowestFinalized(readers);
      for await (const batch of readRange(readers, contracts, cursor, finalized, width)) {
        if (!(await take(batch))) return true;
      }
    }
    while (cursor.blockNumber < head.blockNumber) {
      const to = least(cursor.blockNumber + recentAtOnce, head.blockNumber);
      if (!(await take(await readRecent(readers, contracts, cursor, to)))) return true;
    }
    if (cursor.blockNumber === head.blockNumber && cursor.blockHash !== head.blockHash) {
      throw new NotConnectedError(head.blockNumber);
    }
    note();
    if (await sink.isWaiting()) await sink.finalize(await lowestFinalHeight(readers, chain, cursor));
    if (cursor.blockNumber >= forgotAt + forgetEvery) {
      forgotAt = cursor.blockNumber;
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
        const reason = reasonOf(error);
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
 * The endpoints that answer now, and the head that all those who are asked about events have reached. One that does not answer is passed over at once,
 * and looked at again with the others.
 */
async function readHeads(believed: readonly Provider[]): Promise<{ readers: readonly Provider[]; head: Cursor }> {
  const heads = await Promise.allSettled(believed.map(({ client }) => readBlock(client, { blockTag: "latest" })));
  const readers = believed.filter((provider, index) => {
    const isThere = heads[index]?.status === "fulfilled";
    if (!isThere && provider.found === null) provider.found = "unreachable";
    return isThere;
  });
  const reached = heads.flatMap((head) => (head.status === "fulfilled" ? head.value : [])).slice(0, 2);
  const [first, second] = reached;
  if (!first) throw (heads[0] as PromiseRejectedResult).reason;
  if (!second || second.blockNumber >= first.blockNumber) return { readers, head: first };
  // The block by that number is the first one's: it is what the others are compared with.
  const head = await readBlock((readers[0] as Provider).client, { blockNumber: second.blockNumber });
  return { readers, head };
}

async function lowestFinalized(readers: readonly Provider[]): Promise<bigint> {
  const blocks = await Promise.all(
    readers.slice(0, 2).map(({ client }) => readBlock(client, { blockTag: "finalized" })),
  );
  return least(...blocks.map(({ blockNumber }) => blockNumber));
}

/** Throws `NotConnectedError` where the block that was read last is not in the chain any more. */
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
  await sink.record({ chainId: chain.id, after: null, cursor, settlements: [], reclaims: [], userOperations: [] });
  return (await sink.cursor()) ?? cursor;
}

/** Goes back to the last block that is in the chain still. True: it is read again from there. */
async function rewind({ chain, providers, sink, startBlock, log }: WatcherOptions): Promise<boolean> {
  const readers = (await providers.believed()).slice(0, 2);
  const to = await commonAncestor(readers, await sink.recentCursors(), startBlock ?? 0n);
  log.warn(
    { chainId: chain.id, to: to.blockNumber.toString() },
    "the chain was reorganised, reading it again from the last block that stayed",
  );
  await sink.rewind(to);
  return true;
}
