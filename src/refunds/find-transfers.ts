import { type Address, isAddressEqual } from "viem";
import { type ChainClient, max, min, type RangeWidth, readTransfers, type TransferLog } from "../chain/index.ts";
import type { Chain } from "../protocol/index.ts";
import type { Clock } from "../runtime/index.ts";
import type { Database, Refund, RefundTransfer } from "../store/index.ts";
import { placeTransfer } from "./place-transfer.ts";

/** Parts of refunds that are searched for at once: each names a sender and a recipient, and nodes refuse topics with very many values. */
const batchSize = 400;

/** Blocks that are searched again each time: a reorganisation may have put other ones in their place. */
const searchedTwice = 300n;

const hour = 60 * 60_000;

/** How many milliseconds of blocks are searched at once, by how long a refund has been waiting: most are sent within the hour, and each search is a request. */
const pace = [
  { from: -hour, until: hour, every: 0 },
  { from: hour, until: 24 * hour, every: 60_000 },
  { from: 24 * hour, until: 10_000 * hour, every: 10 * 60_000 },
] as const;

/** A part of a refund that was not seen on chain yet. */
type OpenPart = Pick<RefundTransfer, "refundId" | "position" | "sender" | "amount" | "scannedTo"> &
  Pick<Refund, "recipient" | "tokenAddress" | "openedAt">;

/**
 * Searches the blocks that were not searched yet, up to a head, for what was sent by refunds' expected senders: the exact amount of the token, to the refund's address, after
 * that was known. Both endpoints are asked, and what one of them leaves out the other says; what one makes up is found out before it counts. Answers whether there are more blocks.
 */
export async function findTransfers(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  chain: Pick<Chain, "id" | "blockTime">,
  clients: readonly ChainClient[],
  head: bigint,
  width: RangeWidth,
): Promise<boolean> {
  const open = await openParts(database, chain, head, clock());
  const first = open[0]?.scannedTo;
  if (first == null) return false;
  const toBlock = min(first + width.blocks, head);
  // Within one request, and no lower than the chain begins.
  const fromBlock = max(first + 1n - searchedTwice, toBlock + 1n - width.blocks, 0n);
  const distinct = (addresses: readonly Address[]) => [...new Set(addresses)];
  const filter = {
    tokens: distinct(open.map(({ tokenAddress }) => tokenAddress)),
    senders: distinct(open.map(({ sender }) => sender)),
    recipients: distinct(open.flatMap(({ recipient }) => recipient ?? [])),
  };
  const span = { fromBlock, toBlock };
  let answers: TransferLog[][];
  try {
    answers = await Promise.all(clients.map((client) => readTransfers(client, filter, span)));
    width.grow();
  } catch (error) {
    if (!width.shrink(toBlock + 1n - fromBlock, error)) throw error;
    return true;
  }
  const logs = new Map(answers.flat().map((log) => [`${log.transactionHash} ${log.logIndex}`, log]));
  const ordered = [...logs.values()].sort((a, b) =>
    a.blockNumber === b.blockNumber ? a.logIndex - b.logIndex : a.blockNumber < b.blockNumber ? -1 : 1,
  );
  const waiting = new Set(open);
  for (const log of ordered) {
    // Of each organization the oldest takes it: a stranger with a refund to the same address must not keep it from others.
    for (const part of waiting) {
      if (mayBe(part, log) && (await placeTransfer(database, part, log, false))) waiting.delete(part);
    }
  }
  await markScanned(database, [...waiting], toBlock);
  return toBlock < head || open.length === batchSize;
}

/** The one that is furthest behind first. What was never searched for begins at the head. */
async function openParts(
  database: Database,
  { id: chainId, blockTime }: Pick<Chain, "id" | "blockTime">,
  head: bigint,
  now: Date,
): Promise<OpenPart[]> {
  const parts = database
    .selectFrom("refundTransfers")
    .innerJoin("refunds", "refunds.id", "refundTransfers.refundId")
    .select(["refundId", "position", "sender", "refundTransfers.amount", "scannedTo"])
    .select(["recipient", "tokenAddress", "openedAt"])
    .where("refundTransfers.chainId", "=", chainId)
    .where("status", "=", "PENDING")
    .where("recipient", "is not", null)
    .where("transactionHash", "is", null);
  const ago = (time: number) => new Date(now.getTime() - time);
  const fresh = await parts.where("scannedTo", "is", null).limit(batchSize).execute();
  await markScanned(database, fresh, head);
  return parts
    .where("scannedTo", "is not", null)
    .where((row) =>
      row.or(
        pace.map(({ from, until, every }) =>
          row.and([
            row("openedAt", "<=", ago(from)),
            row("openedAt", ">", ago(until)),
            row("scannedTo", "<", head - BigInt(Math.floor(every / blockTime))),
          ]),
        ),
      ),
    )
    .orderBy("scannedTo")
    .orderBy("openedAt")
    .limit(batchSize)
    .execute();
}

/** By the clock of the chain and by ours: a transfer of the same second may have been made before. */
function mayBe({ openedAt, amount, sender, recipient }: OpenPart, log: TransferLog): boolean {
  const isItsMoney = log.amount === amount && isAddressEqual(log.from, sender);
  return (
    isItsMoney &&
    recipient !== null &&
    isAddressEqual(log.to, recipient) &&
    openedAt !== null &&
    log.blockTime > openedAt
  );
}

async function markScanned(
  database: Database,
  parts: readonly Pick<OpenPart, "refundId" | "position">[],
  to: bigint,
): Promise<void> {
  if (parts.length === 0) return;
  await database
    .updateTable("refundTransfers")
    .set({ scannedTo: to })
    .where((row) =>
      row(
        row.refTuple("refundId", "position"),
        "in",
        parts.map(({ refundId, position }) => row.tuple(refundId, position)),
      ),
    )
    .where((row) => row.or([row("scannedTo", "is", null), row("scannedTo", "<", to)]))
    .execute();
}
