import {
  type BlockBatch,
  type ChainClient,
  type ChargeLog,
  type Cursor,
  type ReclaimLog,
  readBlock,
  readRange,
  type SettlementLog,
  type SweepLog,
  type WatchedContracts,
} from "../chain/index.ts";
import {
  type LedgerContext,
  ofListedTokens,
  ownSweeps,
  type RouterEvent,
  readCursor,
  rewindBlocks,
} from "../ledger/index.ts";
import type { Chain } from "../protocol/index.ts";
import { compareLedger } from "./compare-ledger.ts";
import { compareTransfers } from "./compare-transfers.ts";
import type { Difference } from "./difference.ts";

export type Reconciliation = {
  readonly chain: Chain;
  readonly from: bigint;
  /** The last block that was compared. Below `from` where the watcher went back meanwhile. */
  readonly to: bigint;
  /** Settlements on chain, and what they moved by token address. Base units. */
  readonly settlements: number;
  readonly moved: ReadonlyMap<string, { readonly amount: bigint; readonly fee: bigint }>;
  readonly differences: readonly Difference[];
  /** The events that are MISSING. */
  readonly missing: Events;
};

/** The first block is one that the watcher has not read: there is nothing to compare it with. */
export class BlocksNotReadError extends Error {
  override readonly name = "BlocksNotReadError";
  constructor(from: bigint, readTo: bigint | undefined) {
    super(
      readTo === undefined
        ? "nothing of it has been read: have a server watch it first."
        : `block ${from} is above ${readTo}, the last block that the watcher has read: begin at a lower one.`,
    );
  }
}

/**
 * Rebuilds every settlement, share, fee and reclaim from the router's events alone, as far as the watcher has read or up to a block before that, and compares
 * the ledger, the quotes and the payments with it, from both sides. Writes nothing. Throws `BlocksNotReadError`.
 */
export async function reconcileChain(
  { database }: Pick<LedgerContext, "database">,
  { chain, client, contracts }: { chain: Chain; client: ChainClient; contracts: WatchedContracts },
  from: bigint,
  upTo?: bigint,
): Promise<Reconciliation> {
  const cursor = await readCursor(database, chain.id);
  const readTo = upTo ?? cursor?.blockNumber;
  if (readTo === undefined || from > readTo) throw new BlocksNotReadError(from, readTo);
  const read = await readEvents({ chain, client, contracts }, from, readTo);
  const sweeps = (await ownSweeps(database, read.sweeps)).map(({ sweep }) => sweep);
  const charges = ofListedTokens(read.charges);
  const events = [...read.settlements, ...read.reclaims, ...sweeps, ...charges];
  const range = { from, to: readTo };
  const { to, differences, missing } = await compareLedger(database, chain.id, range, events);
  const ofTransfers = await compareTransfers(database, client, chain.id, { from, to });
  const settlements = read.settlements.filter(({ blockNumber }) => blockNumber <= to);
  const moved = new Map<string, { amount: bigint; fee: bigint }>();
  for (const { token, amount, fee } of settlements) {
    const sum = moved.get(token) ?? { amount: 0n, fee: 0n };
    moved.set(token, { amount: sum.amount + amount, fee: sum.fee + fee });
  }
  const isMissing = (event: RouterEvent) => missing.has(event);
  return {
    chain,
    from,
    to,
    settlements: settlements.length,
    moved,
    differences: [...differences, ...ofTransfers],
    missing: {
      settlements: read.settlements.filter(isMissing),
      reclaims: read.reclaims.filter(isMissing),
      sweeps: sweeps.filter(isMissing),
      charges: charges.filter(isMissing),
    },
  };
}

/**
 * Has the watcher read everything from a block on again: what was missing is found, and what is not on chain is reported as reversed once its height is
 * final. Nothing else is touched.
 */
export async function rescan(
  context: Pick<LedgerContext, "database" | "clock">,
  client: ChainClient,
  chain: Chain,
  from: bigint,
): Promise<void> {
  await rewindBlocks(context, chain.id, await readBefore(client, from));
}

type Events = Pick<BlockBatch, "settlements" | "reclaims" | "sweeps" | "charges">;

async function readEvents(
  { chain, client, contracts }: { chain: Chain; client: ChainClient; contracts: WatchedContracts },
  from: bigint,
  to: bigint,
): Promise<Events> {
  const settlements: SettlementLog[] = [];
  const reclaims: ReclaimLog[] = [];
  const sweeps: SweepLog[] = [];
  const charges: ChargeLog[] = [];
  const source = { name: chain.name, client, isSuspect: false };
  for await (const batch of readRange([source], contracts, await readBefore(client, from), to)) {
    settlements.push(...batch.settlements);
    reclaims.push(...batch.reclaims);
    sweeps.push(...batch.sweeps);
    charges.push(...batch.charges);
  }
  return { settlements, reclaims, sweeps, charges };
}

function readBefore(client: ChainClient, from: bigint): Promise<Cursor> {
  return readBlock(client, { blockNumber: from > 0n ? from - 1n : 0n });
}
