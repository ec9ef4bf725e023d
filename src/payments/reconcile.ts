import type { Hex } from "viem";
import type { ChainClient } from "../chain/client.ts";
import type { BlockBatch, Cursor, ReclaimLog, SettlementLog } from "../chain/logs.ts";
import { readBlock } from "../chain/read-block.ts";
import type { WatchedContracts } from "../chain/read-logs.ts";
import { readRange } from "../chain/read-range.ts";
import type { Chain } from "../protocol/index.ts";
import type { Settlement } from "../store/index.ts";
import type { PaymentsContext } from "./context.ts";
import { rewindBlocks } from "./rewind-blocks.ts";

export type Difference = {
  readonly chainId: number;
  readonly transactionHash: Hex;
  readonly onchainId: Hex;
  /** LOST: on chain and not in the database. PHANTOM: in the database and not on chain. OTHER: there, with other figures. STATE: its payment does not know of it. */
  readonly kind: "LOST" | "PHANTOM" | "OTHER" | "STATE";
  readonly detail: string;
};

export type Reconciliation = {
  readonly chain: Chain;
  readonly from: bigint;
  readonly to: bigint;
  /** Settlements on chain, and what they moved by token address. Base units. */
  readonly settlements: number;
  readonly moved: ReadonlyMap<string, { readonly amount: bigint; readonly fee: bigint }>;
  readonly differences: readonly Difference[];
  /** The events that are LOST. */
  readonly lost: Pick<BlockBatch, "settlements" | "reclaims">;
};

/**
 * Rebuilds every settlement and reclaim from the router's events alone, as far as the watcher has read or up to a block before that, and compares the database
 * with it. Writes nothing.
 */
export async function reconcileChain(
  { database }: Pick<PaymentsContext, "database">,
  { chain, client, contracts }: { chain: Chain; client: ChainClient; contracts: WatchedContracts },
  from: bigint,
  upTo?: bigint,
): Promise<Reconciliation> {
  const cursor = await database
    .selectFrom("chainCursors")
    .select("blockNumber")
    .where("chainId", "=", chain.id)
    .executeTakeFirst();
  const to = upTo ?? cursor?.blockNumber ?? from;
  const source = { name: chain.name, client, isDoubted: false };
  const before = await readBlock(client, { blockNumber: from > 0n ? from - 1n : 0n });
  const settlements: SettlementLog[] = [];
  const reclaims: ReclaimLog[] = [];
  for await (const batch of readRange([source], contracts, before, to)) {
    settlements.push(...batch.settlements);
    reclaims.push(...batch.reclaims);
  }
  const onChain = new Map([...settlements, ...reclaims].map((event) => [keyOf(event), event]));
  const moved = new Map<string, { amount: bigint; fee: bigint }>();
  for (const { token, amount, fee } of settlements) {
    const sum = moved.get(token) ?? { amount: 0n, fee: 0n };
    moved.set(token, { amount: sum.amount + amount, fee: sum.fee + fee });
  }
  const recorded = await database
    .selectFrom("settlements")
    .selectAll()
    .where("chainId", "=", chain.id)
    .where("blockNumber", ">=", from)
    .where("blockNumber", "<=", to)
    .where("kind", "!=", "REVERSED")
    .where("reversedBy", "is", null)
    .execute();
  const byKey = new Map(recorded.map((row) => [keyOf(row), row]));
  const isLost = (event: RouterEvent) => !byKey.has(keyOf(event));
  const differences = [
    ...[...onChain].flatMap(([key, log]) => differenceOf(log, byKey.get(key))),
    ...recorded.filter((row) => !onChain.has(keyOf(row))).map((row) => difference(row, "PHANTOM", "not on chain")),
    ...(await unknownToPayments(database, recorded)),
  ];
  const lost = { settlements: settlements.filter(isLost), reclaims: reclaims.filter(isLost) };
  return { chain, from, to, settlements: settlements.length, moved, differences, lost };
}

/**
 * Has the watcher read everything from a block on again: what was lost is found, and what is not on chain is told as reversed once its height is
 * final. Nothing else is touched.
 */
export async function readAgain(
  context: Pick<PaymentsContext, "database">,
  client: ChainClient,
  chain: Chain,
  from: bigint,
): Promise<void> {
  const before: Cursor = await readBlock(client, { blockNumber: from > 0n ? from - 1n : 0n });
  await rewindBlocks(context, chain.id, before);
}

/** What the ledger records of the router. */
type RouterEvent = SettlementLog | ReclaimLog;

const keyOf = ({ transactionHash, logIndex }: { readonly transactionHash: Hex; readonly logIndex: number }) =>
  `${transactionHash} ${logIndex}`;

function differenceOf(log: RouterEvent, row: Settlement | undefined): Difference[] {
  if (!row) return [difference(log, "LOST", `${log.amount} of ${log.token} in block ${log.blockNumber}`)];
  const same =
    row.amount === log.amount &&
    row.fee === ("fee" in log ? log.fee : 0n) &&
    row.onchainId === log.onchainId &&
    row.tokenAddress.toLowerCase() === log.token.toLowerCase();
  return same ? [] : [difference(log, "OTHER", `${row.amount} is recorded, ${log.amount} moved`)];
}

/** A credited settlement whose payment names another transaction, or none. */
async function unknownToPayments(
  database: PaymentsContext["database"],
  recorded: readonly Settlement[],
): Promise<Difference[]> {
  const credited = recorded.filter(({ kind, quoteId }) => kind === "PAYMENT" && quoteId !== null);
  if (credited.length === 0) return [];
  const payments = await database
    .selectFrom("payments")
    .select(["quoteId", "transactionHash", "status"])
    .where("quoteId", "in", [...new Set(credited.map(({ quoteId }) => quoteId as string))])
    .execute();
  const byQuote = new Map(payments.map((payment) => [payment.quoteId, payment]));
  return credited.flatMap((row) => {
    const payment = byQuote.get(row.quoteId);
    if (payment?.transactionHash === row.transactionHash) return [];
    return [
      difference(
        row,
        "STATE",
        `its payment is ${payment?.status ?? "gone"} and names ${payment?.transactionHash ?? "no transaction"}`,
      ),
    ];
  });
}

function difference(
  { chainId, transactionHash, onchainId }: Pick<SettlementLog, "chainId" | "transactionHash" | "onchainId">,
  kind: Difference["kind"],
  detail: string,
): Difference {
  return { chainId, transactionHash, onchainId, kind, detail };
}
