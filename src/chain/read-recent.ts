import { encodeEventTopics, type Hex, pad } from "viem";
import { canonicalContracts } from "../protocol/index.ts";
import type { BlockBatch, Cursor } from "./logs.ts";
import { bloomAdmits } from "./logs-bloom.ts";
import {
  depositReclaimed,
  type LogSource,
  type OurEvents,
  paymentSettled,
  readLogs,
  userOperationEvent,
  type WatchedContracts,
} from "./read-logs.ts";

/** The chain was reorganised while it was read, or before: its blocks do not follow on what was read. */
export class NotConnectedError extends Error {
  override readonly name = "NotConnectedError";
  constructor(blockNumber: bigint) {
    super(`Block ${blockNumber} does not follow the block that was read before it.`);
  }
}

/**
 * Reads our events of the blocks after `after`, up to the number `to`, where the chain may still be reorganised: each block has to name the one before as
 * its parent, and events are asked for by a block's hash (EIP-234), so that two forks are never mixed, and a node that does not have the block
 * says so instead of answering that nothing happened. A block whose Bloom filter admits none of our events is not asked about. Throws
 * `NotConnectedError`, `ContradictionError`.
 */
export async function readRecent(
  providers: readonly LogSource[],
  contracts: WatchedContracts,
  after: Cursor,
  to: bigint,
): Promise<BlockBatch> {
  const [first] = providers;
  if (!first?.client.chain) throw new Error("There is no endpoint to read from.");
  const { client } = first;
  const numbers = Array.from(
    { length: Number(to - after.blockNumber) },
    (_, index) => after.blockNumber + 1n + BigInt(index),
  );
  const blocks = await Promise.all(numbers.map((blockNumber) => client.getBlock({ blockNumber })));
  let parent = after.blockHash;
  for (const { number, hash, parentHash } of blocks) {
    if (parentHash !== parent) throw new NotConnectedError(number);
    parent = hash;
  }
  const candidates = blocks.filter((block) => mayHoldOurs(block, contracts));
  const found = await Promise.all(candidates.map(({ hash }) => readLogs(providers, contracts, { blockHash: hash })));
  const last = blocks.at(-1);
  const cursor = last
    ? { blockNumber: last.number, blockHash: last.hash, blockTime: new Date(Number(last.timestamp) * 1_000) }
    : after;
  return { chainId: first.client.chain.id, after, cursor, ...joined(found) };
}

type Header = { readonly logsBloom: Hex | null; readonly transactions: readonly unknown[] };

const [settledTopic] = encodeEventTopics({ abi: [paymentSettled] }) as [Hex];
const [reclaimedTopic] = encodeEventTopics({ abi: [depositReclaimed] }) as [Hex];
const [operationTopic] = encodeEventTopics({ abi: [userOperationEvent] }) as [Hex];

function mayHoldOurs({ logsBloom, transactions }: Header, { router, gasSponsor }: WatchedContracts): boolean {
  // Not every chain fills it in: an empty one says nothing where something happened.
  if (logsBloom === null || BigInt(logsBloom) === 0n) return transactions.length > 0;
  const admits = (value: Hex) => bloomAdmits(logsBloom, value);
  return (
    (admits(router) && (admits(settledTopic) || admits(reclaimedTopic))) ||
    (admits(canonicalContracts.entryPoint.address) && admits(operationTopic) && admits(pad(gasSponsor)))
  );
}

function joined(events: readonly OurEvents[]): OurEvents {
  return {
    settlements: events.flatMap(({ settlements }) => settlements),
    reclaims: events.flatMap(({ reclaims }) => reclaims),
    userOperations: events.flatMap(({ userOperations }) => userOperations),
  };
}
