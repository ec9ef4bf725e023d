import type { Logger } from "pino";
import { BaseError } from "viem";
import { startBackgroundTask } from "../background-task.ts";
import type { Chain } from "../protocol/index.ts";
import type { ChainClient } from "./client.ts";
import { type FinalHeight, readFinalHeight } from "./finality.ts";
import type { BlockBatch, Cursor } from "./logs.ts";
import { readBlock, readBlocks, type WatchedContracts } from "./read-blocks.ts";

/** Where a watcher keeps its place and hands over what it read. */
export type WatcherSink = {
  cursor(): Promise<Cursor | null>;
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
  readonly client: ChainClient;
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

/** Blocks asked for in one `eth_getLogs`: halved when a provider refuses, doubled while it does not. */
const rangeLimits = { first: 2_000n, least: 10n, most: 10_000n };

/** Follows a chain until stopped. A failing node never ends it: it tries again, and its health says why. */
export function startWatcher(options: WatcherOptions): Watcher {
  const { chain, client, contracts, sink, log, pollInterval } = options;
  let health: WatcherHealth = { blockNumber: null, blocksBehind: null, error: null };
  let range = rangeLimits.first;

  /** Takes in one range of blocks. True when there are more. */
  const round = async (): Promise<boolean> => {
    const head = await readBlock(client, { blockTag: "latest" });
    let cursor = (await sink.cursor()) ?? (await begin(options, head));
    if (await isReplaced(client, cursor, head)) cursor = await rewind(options, cursor);
    if (cursor.blockNumber < head.blockNumber) {
      const last = cursor.blockNumber + range;
      const to = last < head.blockNumber ? await readBlock(client, { blockNumber: last }) : head;
      if (await sink.record(await readBlocks(client, contracts, cursor, to))) cursor = to;
    }
    if (await sink.isWaiting()) await sink.finalize(await readFinalHeight(client, chain, cursor));
    const blocksBehind = head.blockNumber - cursor.blockNumber;
    health = { blockNumber: cursor.blockNumber, blocksBehind, error: null };
    return blocksBehind > 0n;
  };

  const task = startBackgroundTask({
    name: `watch ${chain.network}`,
    interval: pollInterval,
    log,
    async run() {
      try {
        const more = await round();
        range = range * 2n < rangeLimits.most ? range * 2n : rangeLimits.most;
        return more;
      } catch (error) {
        range = range / 2n > rangeLimits.least ? range / 2n : rangeLimits.least;
        const reason = reasonOf(error);
        if (health.error !== reason) log.warn({ chainId: chain.id, reason }, "reading the chain failed, trying again");
        health = { ...health, error: reason };
        return false;
      }
    },
  });
  return { health: () => health, stop: () => task.stop() };
}

/** Without the address of the endpoint, which may hold a key. */
function reasonOf(error: unknown): string {
  if (error instanceof BaseError) return [error.shortMessage, error.details].filter(Boolean).join(" ");
  return error instanceof Error ? error.message : String(error);
}

async function begin({ chain, client, sink, startBlock }: WatcherOptions, head: Cursor): Promise<Cursor> {
  const cursor = startBlock === undefined ? head : await readBlock(client, { blockNumber: startBlock });
  await sink.record({ chainId: chain.id, after: null, cursor, settlements: [], reclaims: [], userOperations: [] });
  return (await sink.cursor()) ?? cursor;
}

/** Whether the chain was reorganised below us. A node that is merely behind is no reason: then there is nothing to read yet. */
async function isReplaced(client: ChainClient, cursor: Cursor, head: Cursor): Promise<boolean> {
  if (head.blockNumber < cursor.blockNumber) return false;
  const now = await readBlock(client, { blockNumber: cursor.blockNumber });
  return now.blockHash !== cursor.blockHash;
}

async function rewind({ chain, client, sink, log }: WatcherOptions, cursor: Cursor): Promise<Cursor> {
  const finalized = await readBlock(client, { blockTag: "finalized" });
  log.warn(
    { chainId: chain.id, from: cursor.blockNumber.toString(), to: finalized.blockNumber.toString() },
    "the chain was reorganised, reading it again from the last finalized block",
  );
  await sink.rewind(finalized);
  return finalized;
}
