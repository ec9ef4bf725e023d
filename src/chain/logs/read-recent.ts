import { encodeEventTopics, type Hex, pad } from "viem";
import { entryPoints } from "../../protocol/index.ts";
import type { BlockBatch, ContractEvents, Cursor } from "./contract-events.ts";
import { bloomAdmits } from "./logs-bloom.ts";
import {
  allMandatesCancelled,
  depositReclaimed,
  type LogSource,
  mandateCancelled,
  mandateCharged,
  paymentSettled,
  readLogs,
  routersOf,
  sponsorsOf,
  swept,
  userOperationEvent,
  type WatchedContracts,
} from "./read-logs.ts";

/** The chain was reorganised: its blocks do not follow the last block that was read. */
export class NotConnectedError extends Error {
  override readonly name = "NotConnectedError";
  constructor(blockNumber: bigint) {
    super(`Block ${blockNumber} does not follow the block that was read before it.`);
  }
}

/**
 * Reads our contracts' events of the blocks after `after`, up to the number `to`, where the chain may still be reorganised: each block has to name the
 * one before as its parent, and events are requested by block hash (EIP-234). So two forks are never mixed, and a node without the block answers an
 * error instead of an empty list. Events of a block whose Bloom filter admits none of ours are not requested. Throws `NotConnectedError`,
 * `DisagreementError`.
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
  const candidates = blocks.filter((block) => mayHoldEvents(block, contracts));
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
const [sweptTopic] = encodeEventTopics({ abi: [swept] }) as [Hex];
const mandateTopics = [mandateCharged, mandateCancelled, allMandatesCancelled].flatMap(
  (event) => encodeEventTopics({ abi: [event] })[0] as Hex,
);
const [operationTopic] = encodeEventTopics({ abi: [userOperationEvent] }) as [Hex];

function mayHoldEvents({ logsBloom, transactions }: Header, contracts: WatchedContracts): boolean {
  // Not every chain fills it in: an empty filter proves nothing where there are transactions.
  if (logsBloom === null || BigInt(logsBloom) === 0n) return transactions.length > 0;
  const admits = (value: Hex) => bloomAdmits(logsBloom, value);
  return (
    (routersOf(contracts).some(admits) && (admits(settledTopic) || admits(reclaimedTopic))) ||
    (contracts.standingDeposits !== undefined && admits(contracts.standingDeposits) && admits(sweptTopic)) ||
    (contracts.mandates !== undefined && admits(contracts.mandates) && mandateTopics.some(admits)) ||
    (admits(operationTopic) &&
      sponsorsOf(contracts).some(({ version, sponsor }) => admits(entryPoints[version]) && admits(pad(sponsor))))
  );
}

function joined(events: readonly ContractEvents[]): ContractEvents {
  return {
    settlements: events.flatMap(({ settlements }) => settlements),
    reclaims: events.flatMap(({ reclaims }) => reclaims),
    sweeps: events.flatMap(({ sweeps }) => sweeps),
    charges: events.flatMap(({ charges }) => charges),
    cancellations: events.flatMap(({ cancellations }) => cancellations),
    userOperations: events.flatMap(({ userOperations }) => userOperations),
  };
}
