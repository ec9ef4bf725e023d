import type { Updateable } from "kysely";
import { type Address, isAddressEqual } from "viem";
import {
  type ChainClient,
  type FinalHeight,
  type MinedTransaction,
  readMinedTransaction,
  type TransferLog,
} from "../chain/index.ts";
import { moveRefund, recordRefund, takeBackRefund } from "../ledger/index.ts";
import type { Clock } from "../runtime/index.ts";
import type { Database, DatabaseTransaction, RefundTransfer, RefundTransferTable } from "../store/index.ts";
import { lockRefund } from "./load-refund.ts";
import { recordRefundEvent } from "./record-event.ts";
import type { LoadedRefund } from "./refund-snapshot.ts";

const batchSize = 100;

/** Where a transfer that was reorganised away may land again, below its old block. */
const rescanned = 300n;

/** How often a final transfer is asked for again, by its age, and until when. Milliseconds. */
const rechecks = [
  { until: 15 * 60_000, every: 60_000 },
  { until: 24 * 60 * 60_000, every: 60 * 60_000 },
] as const;

type Context = { readonly database: Database; readonly clock: Clock };

/**
 * Asks for the transactions of transfers again: what is in a final block by the policy of its amount, and is there by two endpoints, is final and goes into the
 * ledger; what has gone with its block is searched for anew; and what a deeper reorganisation took after that is taken back.
 */
export async function followTransfers(
  context: Context,
  chainId: number,
  clients: readonly ChainClient[],
  finalHeight: () => Promise<FinalHeight>,
): Promise<void> {
  const failures: unknown[] = [];
  for (const part of await dueTransfers(context, chainId)) {
    // One that cannot be read now must not keep the others waiting.
    await follow(context, part, clients, finalHeight).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}

async function follow(
  context: Context,
  part: DueTransfer,
  clients: readonly ChainClient[],
  finalHeight: () => Promise<FinalHeight>,
): Promise<void> {
  const hash = part.transactionHash;
  if (hash === null || part.blockNumber === null) return;
  const answers = await Promise.all(clients.map((client) => readMinedTransaction(client, hash)));
  const place = agreedPlace(part, answers);
  if (place === "unknown") return;
  const { tokenAddress } = part;
  const height = (await finalHeight())(tokenAddress, part.amount);
  if (place !== "gone") await keep(context, part, place, place.blockNumber <= height);
  else if (!part.final) await forget(context, part);
  // Both endpoints are beyond where it stood, and it is nowhere.
  else if (part.blockNumber <= height) await takeBack(context, part);
}

type DueTransfer = RefundTransfer & { readonly tokenAddress: Address; readonly recipient: Address | null };

function dueTransfers({ database, clock }: Context, chainId: number): Promise<DueTransfer[]> {
  return database
    .selectFrom("refundTransfers")
    .innerJoin("refunds", "refunds.id", "refundTransfers.refundId")
    .selectAll("refundTransfers")
    .select(["refunds.tokenAddress", "refunds.recipient"])
    .where("refundTransfers.chainId", "=", chainId)
    .where("transactionHash", "is not", null)
    .where((row) => row.or([row("final", "=", false), row("recheckAt", "<=", clock())]))
    .orderBy("blockNumber")
    .limit(batchSize)
    .execute();
}

/** What all endpoints say of a transfer. Unknown: they do not say the same. */
function agreedPlace(
  part: DueTransfer,
  answers: readonly (MinedTransaction | null)[],
): TransferLog | "gone" | "unknown" {
  const found = answers.map((mined) => mined && logIn(part, mined));
  if (found.every((log) => log === null)) return "gone";
  const [first] = found;
  if (!first || !found.every((log) => log !== null && log.blockHash === first.blockHash)) return "unknown";
  return first;
}

/** In another block the transaction's logs have other numbers: where several are alike, they are searched for anew. */
function logIn(part: DueTransfer, { transfers }: MinedTransaction): TransferLog | null {
  const { sentBy, recipient, tokenAddress } = part;
  if (sentBy === null || recipient === null) return null;
  const alike = transfers.filter(
    ({ from, to, token, amount }) =>
      amount === part.amount &&
      isAddressEqual(from, sentBy) &&
      isAddressEqual(to, recipient) &&
      isAddressEqual(token, tokenAddress),
  );
  return alike.find(({ logIndex }) => logIndex === part.logIndex) ?? (alike.length === 1 ? (alike[0] ?? null) : null);
}

/** It is there: where it stands is written down, and that it is final. */
async function keep({ database, clock }: Context, part: RefundTransfer, log: TransferLog, isFinal: boolean) {
  const { blockNumber, blockHash, blockTime, logIndex } = log;
  const place = { blockNumber, blockHash, blockTime, logIndex };
  await database.transaction().execute(async (transaction) => {
    const loaded = await lockRefund(transaction, part.refundId);
    const current = currentOf(loaded, part);
    if (!current) return;
    const now = clock();
    if (current.final) {
      if (current.ledgerId !== null) await moveRefund(transaction, current.ledgerId, place);
      await change(transaction, part, { ...place, recheckAt: nextRecheck(current, now) });
      return;
    }
    if (!isFinal) return change(transaction, part, place);
    const ledgerId = await record(transaction, loaded, current, log);
    await change(transaction, part, { ...place, final: true, ledgerId, recheckAt: nextRecheck({ blockTime }, now) });
    const isWhole = loaded.transfers.every(({ position, final }) => final || position === part.position);
    if (!isWhole || loaded.refund.status !== "PENDING") return;
    await transaction
      .updateTable("refunds")
      .set({ status: "SUCCEEDED", endedAt: now, claimedHash: null, claimProblem: null })
      .where("id", "=", part.refundId)
      .execute();
    await recordRefundEvent(transaction, part.refundId, "refund.succeeded", now);
  });
}

async function record(
  transaction: DatabaseTransaction,
  { refund }: LoadedRefund,
  part: RefundTransfer,
  { token, from, to, ...log }: TransferLog,
): Promise<string> {
  const { quoteId } = refund;
  const { onchainId } = await transaction
    .selectFrom("quotes")
    .select("onchainId")
    .where("id", "=", quoteId)
    .executeTakeFirstOrThrow();
  const entry = { ...log, quoteId, onchainId, sender: from, recipient: to, tokenAddress: token, amount: part.amount };
  return recordRefund(transaction, entry);
}

/** It was not final and is gone with its block: its transaction will most likely land again. */
async function forget({ database, clock }: Context, part: RefundTransfer): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const loaded = await lockRefund(transaction, part.refundId);
    const current = currentOf(loaded, part);
    if (!current || current.final) return;
    await change(transaction, part, unseen(part));
    await nameAgain(transaction, loaded, current, clock());
  });
}

/** It was final and is gone for good: the payer does not have the money, so the refund waits again. */
async function takeBack({ database, clock }: Context, part: RefundTransfer): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const { refund, transfers } = await lockRefund(transaction, part.refundId);
    const current = currentOf({ refund, transfers }, part);
    if (!current?.final) return;
    const now = clock();
    if (current.ledgerId !== null) await takeBackRefund(transaction, current.ledgerId, now);
    await change(transaction, part, unseen(part));
    await transaction
      .updateTable("refunds")
      .set({ status: "PENDING", endedAt: null })
      .where("id", "=", part.refundId)
      .execute();
    await nameAgain(transaction, { refund, transfers }, current, now);
    await recordRefundEvent(transaction, part.refundId, "refund.reversed", now);
  });
}

/** What counted because the merchant had named it is not found by itself where it lands again. */
async function nameAgain(
  transaction: DatabaseTransaction,
  { refund }: LoadedRefund,
  { sentBy, sender, blockTime, transactionHash }: RefundTransfer,
  now: Date,
): Promise<void> {
  const isFoundByItself =
    sentBy !== null &&
    isAddressEqual(sentBy, sender) &&
    blockTime !== null &&
    refund.openedAt !== null &&
    blockTime > refund.openedAt;
  if (isFoundByItself || refund.claimedHash !== null) return;
  await transaction
    .updateTable("refunds")
    .set({ claimedHash: transactionHash, claimedAt: now })
    .where("id", "=", refund.id)
    .execute();
}

/** The part as it is now, if it still has that transaction. */
function currentOf({ transfers }: LoadedRefund, part: RefundTransfer): RefundTransfer | undefined {
  return transfers.find(
    ({ position, transactionHash }) => position === part.position && transactionHash === part.transactionHash,
  );
}

function nextRecheck({ blockTime }: Pick<RefundTransfer, "blockTime">, now: Date): Date | null {
  const age = now.getTime() - (blockTime ?? now).getTime();
  const step = rechecks.find(({ until }) => age < until);
  return step ? new Date(now.getTime() + step.every) : null;
}

function unseen({ blockNumber }: RefundTransfer) {
  const before = (blockNumber ?? 0n) - rescanned;
  return {
    transactionHash: null,
    logIndex: null,
    blockNumber: null,
    blockHash: null,
    blockTime: null,
    sentBy: null,
    final: false,
    recheckAt: null,
    ledgerId: null,
    scannedTo: before > 0n ? before : 0n,
  };
}

async function change(
  transaction: DatabaseTransaction,
  { refundId, position }: RefundTransfer,
  changes: Updateable<RefundTransferTable>,
): Promise<void> {
  await transaction
    .updateTable("refundTransfers")
    .set(changes)
    .where("refundId", "=", refundId)
    .where("position", "=", position)
    .execute();
}
