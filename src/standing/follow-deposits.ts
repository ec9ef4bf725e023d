import {
  agreedPlace,
  type ChainClient,
  type FinalHeight,
  lowestFinalHeight,
  readMinedTransaction,
  type TransferLog,
} from "../chain/index.ts";
import { moveEntry, nextRecheck, readCursor, recordDeposit, takeBackEntry } from "../ledger/index.ts";
import type { DatabaseTransaction, StandingDeposit } from "../store/index.ts";
import { markBalance } from "./balances.ts";
import type { StandingContext } from "./context.ts";
import { recordDepositEvent } from "./record-event.ts";
import type { Reading } from "./scan-transfers.ts";

type Context = Pick<StandingContext, "database" | "clock">;

/** Deposits whose transactions are asked for in one run, and at once. */
const batchSize = 100;
const concurrency = 5;

/**
 * Confirms deposits in blocks that are final by the policy of their amount: both endpoints have to have the transfer. What is gone by then, or was reorganised away after that, is reversed. Answers
 * how many changed.
 */
export async function followDeposits(context: Context, { chain, providers }: Reading): Promise<number> {
  const { database } = context;
  const { pending, confirmed } = await dueDeposits(context, chain.id);
  if (pending.length === 0 && confirmed.length === 0) return 0;
  const head = await readCursor(database, chain.id);
  if (!head) return 0;
  const readers = (await providers.trusted()).slice(0, 2);
  const clients = readers.map(({ client }) => client);
  const height = await lowestFinalHeight(readers, chain, head);
  const isDeep = ({ blockNumber, tokenAddress, amount }: StandingDeposit) =>
    blockNumber <= height(tokenAddress, amount);
  const due = [...pending.filter(isDeep), ...confirmed].slice(0, batchSize);
  let changed = 0;
  const failures: unknown[] = [];
  for (let first = 0; first < due.length; first += concurrency) {
    const some = due.slice(first, first + concurrency);
    const outcomes = await Promise.allSettled(some.map((deposit) => follow(context, deposit, clients, height)));
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") failures.push(outcome.reason);
      else if (outcome.value) changed += 1;
    }
  }
  if (failures.length > 0) throw failures[0];
  return changed;
}

async function dueDeposits({ database, clock }: Context, chainId: number) {
  const ofChain = database.selectFrom("standingDeposits").selectAll().where("chainId", "=", chainId);
  const [pending, confirmed] = await Promise.all([
    ofChain
      .where("status", "=", "PENDING")
      .orderBy("blockNumber")
      .limit(10 * batchSize)
      .execute(),
    ofChain.where("recheckAt", "<=", clock()).orderBy("recheckAt").limit(batchSize).execute(),
  ]);
  return { pending, confirmed };
}

async function follow(
  context: Context,
  deposit: StandingDeposit,
  clients: readonly ChainClient[],
  height: FinalHeight,
): Promise<boolean> {
  const answers = await Promise.all(clients.map((client) => readMinedTransaction(client, deposit.transactionHash)));
  const { sender: from, address: to, tokenAddress: token, amount, logIndex } = deposit;
  const place = agreedPlace({ from, to, token, amount, logIndex }, answers);
  if (place === "unknown") return false;
  const finalTo = height(token, amount);
  if (place !== "gone") return keep(context, deposit, place, place.blockNumber <= finalTo);
  // Both endpoints are beyond where it stood, and it is nowhere.
  return deposit.blockNumber <= finalTo ? reverse(context, deposit) : false;
}

async function keep(
  { database, clock }: Context,
  deposit: StandingDeposit,
  { blockNumber, blockHash, blockTime, logIndex }: TransferLog,
  isFinal: boolean,
): Promise<boolean> {
  const place = { blockNumber, blockHash, blockTime, logIndex };
  return database.transaction().execute(async (transaction) => {
    const current = await lock(transaction, deposit);
    if (!current) return false;
    const now = clock();
    if (await isTaken(transaction, current, logIndex)) return end(transaction, current, now);
    const update = transaction.updateTable("standingDeposits").where("id", "=", current.id);
    if (current.status === "CONFIRMED") {
      if (current.ledgerId !== null) await moveEntry(transaction, current.ledgerId, place);
      await update.set({ ...place, recheckAt: nextRecheck(blockTime, now) }).execute();
      return false;
    }
    if (!isFinal) {
      await update.set(place).execute();
      return false;
    }
    const { termsId, chainId, transactionHash, sender, address: recipient, tokenAddress, amount } = current;
    const onchainId = await standingIdOf(transaction, termsId);
    const entry = { ...place, chainId, transactionHash, termsId, onchainId, sender, recipient, tokenAddress, amount };
    const ledgerId = await recordDeposit(transaction, entry);
    const confirmed = {
      status: "CONFIRMED",
      confirmedAt: now,
      recheckAt: nextRecheck(blockTime, now),
      ledgerId,
    } as const;
    await update.set({ ...place, ...confirmed }).execute();
    await markBalance(transaction, { chainId, tokenAddress, address: recipient, termsId, recipient: null }, now);
    await recordDepositEvent(transaction, current.id, "deposit.confirmed", now);
    return true;
  });
}

function reverse({ database, clock }: Context, deposit: StandingDeposit): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const current = await lock(transaction, deposit);
    return current ? end(transaction, current, clock()) : false;
  });
}

/** It is gone for good, or another row is the same transfer. Its row of the ledger stays, and one more takes it back. */
async function end(transaction: DatabaseTransaction, { id, ledgerId }: StandingDeposit, now: Date): Promise<boolean> {
  if (ledgerId !== null) await takeBackEntry(transaction, ledgerId, now);
  await transaction
    .updateTable("standingDeposits")
    .set({ status: "REVERSED", recheckAt: null })
    .where("id", "=", id)
    .execute();
  await recordDepositEvent(transaction, id, "deposit.reversed", now);
  return true;
}

/** The row as it is now, if it stands where it did. */
function lock(transaction: DatabaseTransaction, { id, status, blockHash, logIndex }: StandingDeposit) {
  return transaction
    .selectFrom("standingDeposits")
    .selectAll()
    .where("id", "=", id)
    .where("status", "=", status)
    .where("blockHash", "=", blockHash)
    .where("logIndex", "=", logIndex)
    .forUpdate()
    .executeTakeFirst();
}

async function isTaken(transaction: DatabaseTransaction, deposit: StandingDeposit, logIndex: number): Promise<boolean> {
  const other = await transaction
    .selectFrom("standingDeposits")
    .select("id")
    .where("chainId", "=", deposit.chainId)
    .where("transactionHash", "=", deposit.transactionHash)
    .where("logIndex", "=", logIndex)
    .where("status", "!=", "REVERSED")
    .where("id", "!=", deposit.id)
    .executeTakeFirst();
  return other !== undefined;
}

async function standingIdOf(transaction: DatabaseTransaction, termsId: string) {
  const { standingId } = await transaction
    .selectFrom("standingTerms")
    .select("standingId")
    .where("id", "=", termsId)
    .executeTakeFirstOrThrow();
  return standingId;
}
