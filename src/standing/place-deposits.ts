import { v7 as uuidv7 } from "uuid";
import { type ChainClient, type TransferLog, type UntimedTransfer, withBlockTimes } from "../chain/index.ts";
import { type Chain, tokenByAddress } from "../protocol/index.ts";
import type { Database, DatabaseTransaction, Mode, StandingDeposit } from "../store/index.ts";
import type { StandingContext } from "./context.ts";
import { recordDepositEvent } from "./record-event.ts";
import { smallestDeposit } from "./smallest-deposit.ts";

/** Addresses of one query. */
const batchSize = 1_000;

const day = 24 * 60 * 60_000;

/** A standing address on a chain, and whose it is. */
type Watched = {
  readonly address: string;
  readonly termsId: string;
  readonly referenceId: string;
  readonly customerId: string;
  readonly organizationId: string;
  readonly mode: Mode;
};

/**
 * Writes down what of these transfers came to standing addresses of a chain and is not written down yet, each as PENDING. A transfer is looked up among all addresses of the database, so that
 * the number of addresses costs no request. Answers how many were new.
 */
export async function placeDeposits(
  context: Pick<StandingContext, "database" | "clock">,
  chain: Chain,
  client: ChainClient,
  transfers: readonly UntimedTransfer[],
): Promise<number> {
  const watched = await watchedAmong(context.database, chain.id, transfers);
  if (watched.size === 0) return 0;
  const ours = transfers.filter(({ to }) => watched.has(to));
  const worthy = await withoutDust(context, chain, ours, watched);
  const unknown = await withoutKnown(context.database, chain.id, worthy);
  let placed = 0;
  for (const log of await withBlockTimes(client, unknown)) {
    const whose = watched.get(log.to);
    if (whose && (await place(context, chain, whose, log))) placed += 1;
  }
  return placed;
}

async function watchedAmong(
  database: Database,
  chainId: number,
  transfers: readonly UntimedTransfer[],
): Promise<ReadonlyMap<string, Watched>> {
  const recipients = [...new Set(transfers.map(({ to }) => to))];
  const found = new Map<string, Watched>();
  for (let start = 0; start < recipients.length; start += batchSize) {
    const rows = await database
      .selectFrom("standingWatches")
      .innerJoin("standingTerms", "standingTerms.id", "standingWatches.termsId")
      .innerJoin("depositReferences", "depositReferences.id", "standingTerms.referenceId")
      .select(["standingWatches.address", "standingWatches.termsId", "standingTerms.referenceId"])
      .select(["depositReferences.customerId", "depositReferences.organizationId", "depositReferences.mode"])
      .where("standingWatches.chainId", "=", chainId)
      .where("standingWatches.address", "in", recipients.slice(start, start + batchSize))
      .execute();
    for (const row of rows) found.set(row.address, row);
  }
  return found;
}

/** What is too little by how many came already: those of the same run count too. */
async function withoutDust(
  { database, clock }: Pick<StandingContext, "database" | "clock">,
  chain: Chain,
  transfers: readonly UntimedTransfer[],
  watched: ReadonlyMap<string, Watched>,
): Promise<UntimedTransfer[]> {
  const counts = new Map<string, number>();
  const kept: UntimedTransfer[] = [];
  for (const transfer of transfers) {
    const token = tokenByAddress(chain, transfer.token);
    const termsId = watched.get(transfer.to)?.termsId;
    if (!token || termsId === undefined || transfer.amount < smallestDeposit(token, 0)) continue;
    const count = counts.get(termsId) ?? (await countOfDay(database, chain.id, termsId, clock()));
    const isWorthy = transfer.amount >= smallestDeposit(token, count);
    counts.set(termsId, isWorthy ? count + 1 : count);
    if (isWorthy) kept.push(transfer);
  }
  return kept;
}

async function countOfDay(database: Database, chainId: number, termsId: string, now: Date): Promise<number> {
  const { count } = await database
    .selectFrom("standingDeposits")
    .select(({ fn }) => fn.countAll<bigint>().as("count"))
    .where("termsId", "=", termsId)
    .where("chainId", "=", chainId)
    .where("createdAt", ">", new Date(now.getTime() - day))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Most of what is read a second time is known: its blocks need not be asked for. */
async function withoutKnown(
  database: Database,
  chainId: number,
  transfers: readonly UntimedTransfer[],
): Promise<UntimedTransfer[]> {
  const known = new Set<string>();
  const hashes = [...new Set(transfers.map(({ transactionHash }) => transactionHash))];
  for (let start = 0; start < hashes.length; start += batchSize) {
    const rows = await database
      .selectFrom("standingDeposits")
      .select(["transactionHash", "logIndex", "blockHash"])
      .where("chainId", "=", chainId)
      .where("transactionHash", "in", hashes.slice(start, start + batchSize))
      .where("status", "!=", "REVERSED")
      .execute();
    for (const row of rows) known.add(keyOf(row));
  }
  return transfers.filter((transfer) => !known.has(keyOf(transfer)));
}

const keyOf = ({
  transactionHash,
  logIndex,
  blockHash,
}: Pick<UntimedTransfer, "transactionHash" | "logIndex" | "blockHash">) =>
  `${transactionHash} ${logIndex} ${blockHash}`;

async function place(
  { database, clock }: Pick<StandingContext, "database" | "clock">,
  chain: Chain,
  { address: _, ...whose }: Watched,
  log: TransferLog,
): Promise<boolean> {
  const token = tokenByAddress(chain, log.token);
  if (!token) return false;
  return database.transaction().execute(async (transaction) => {
    if (await moveKnown(transaction, log)) return false;
    const now = clock();
    const { chainId, transactionHash, logIndex, blockNumber, blockHash, blockTime } = log;
    const inserted = await transaction
      .insertInto("standingDeposits")
      .values({
        id: uuidv7({ msecs: now.getTime() }),
        ...whose,
        ...{ chainId, transactionHash, logIndex, blockNumber, blockHash, blockTime },
        token: token.symbol,
        tokenAddress: token.address,
        amount: log.amount,
        sender: log.from,
        address: log.to,
        status: "PENDING",
        createdAt: now,
      })
      // Another worker has found it meanwhile.
      .onConflict((conflict) => conflict.doNothing())
      .returning("id")
      .executeTakeFirst();
    if (inserted) await recordDepositEvent(transaction, inserted.id, "deposit.pending", now);
    return inserted !== undefined;
  });
}

/** A transaction that a reorganisation moved has its transfers at other places: they are the same deposits. False where none of them is this one. */
async function moveKnown(transaction: DatabaseTransaction, log: TransferLog): Promise<boolean> {
  const { chainId, transactionHash, logIndex, blockNumber, blockHash, blockTime, to, token, amount, from } = log;
  const known: StandingDeposit[] = await transaction
    .selectFrom("standingDeposits")
    .selectAll()
    .where("chainId", "=", chainId)
    .where("transactionHash", "=", transactionHash)
    .where("status", "!=", "REVERSED")
    .orderBy("logIndex")
    .forUpdate()
    .execute();
  const same = known.find((row) => row.logIndex === logIndex);
  const moved = known.find(
    (row) =>
      row.blockHash !== blockHash &&
      row.status === "PENDING" &&
      row.address === to &&
      row.tokenAddress.toLowerCase() === token.toLowerCase() &&
      row.amount === amount &&
      row.sender === from,
  );
  const row = moved ?? same;
  if (!row) return false;
  // Of a confirmed one, whoever confirmed it follows where it stands.
  if (row.status === "PENDING" && (same === undefined || same === moved)) {
    await transaction
      .updateTable("standingDeposits")
      .set({ logIndex, blockNumber, blockHash, blockTime })
      .where("id", "=", row.id)
      .execute();
  }
  return true;
}
