import { isAddressEqual } from "viem";
import { type ChainClient, type FinalHeight, readMinedTransaction, type TransferLog } from "../chain/index.ts";
import type { Clock } from "../runtime/index.ts";
import type { Database } from "../store/index.ts";
import { failRefund } from "./end-refund.ts";
import { loadRefund } from "./load-refund.ts";
import { isOfLedger, placeTransfer } from "./place-transfer.ts";
import type { LoadedRefund } from "./refund-snapshot.ts";

/** How long a transaction that was named may take to get into a block. Milliseconds. */
const patience = 24 * 60 * 60_000;

const batchSize = 50;

type Context = { readonly database: Database; readonly clock: Clock };

/** Looks up the transactions that merchants named: those that hold a refund's transfer count as it, one that reverted ends the refund, of others it is said why they are none. */
export async function judgeClaims(
  context: Context,
  chainId: number,
  clients: readonly ChainClient[],
  finalHeight: () => Promise<FinalHeight>,
): Promise<void> {
  const claims = await context.database
    .selectFrom("refunds")
    .select("id")
    .where("chainId", "=", chainId)
    .where("status", "=", "PENDING")
    .where("claimedHash", "is not", null)
    .orderBy("claimedAt")
    .limit(batchSize)
    .execute();
  for (const { id } of claims) await judge(context, await loadRefund(context.database, id), clients, finalHeight);
}

async function judge(
  context: Context,
  loaded: LoadedRefund,
  clients: readonly ChainClient[],
  finalHeight: () => Promise<FinalHeight>,
): Promise<void> {
  const { refund } = loaded;
  const { claimedHash, claimedAt, chainId } = refund;
  if (claimedHash === null || claimedAt === null || refund.recipient === null) return;
  const answers = await Promise.all(clients.map((client) => readMinedTransaction(client, claimedHash)));
  const [mined] = answers;
  if (!mined || answers.includes(null)) {
    if (context.clock().getTime() - claimedAt.getTime() < patience) return;
    return settleClaim(context, loaded, `Transaction ${claimedHash} is in no block of the chain.`);
  }
  if (mined.isReverted) {
    const height = (await finalHeight())(refund.tokenAddress, refund.amount);
    const isFinal = answers.every((answer) => answer?.isReverted === true && answer.blockNumber <= height);
    if (!isFinal) return;
    const reason = `Transaction ${claimedHash} reverted: no money moved.`;
    const isAlone = loaded.transfers.every(({ transactionHash }) => transactionHash === null);
    return isAlone ? failRefund(context, refund.id, reason) : settleClaim(context, loaded, reason);
  }
  if (mined.blockTime < refund.receivedAt) {
    const since = refund.receivedAt.toISOString();
    return settleClaim(
      context,
      loaded,
      `Transaction ${claimedHash} is older than the payment, which came at ${since}.`,
    );
  }
  if (await isOfLedger(context.database, { chainId, transactionHash: claimedHash })) {
    return settleClaim(context, loaded, `Transaction ${claimedHash} is a payment or a return of the router.`);
  }
  const isSeen = loaded.transfers.every(({ transactionHash }) => transactionHash !== null);
  const placed = await placeAll(context.database, loaded, mined.transfers);
  const problem =
    isSeen || placed > 0 ? null : `Transaction ${claimedHash} has no transfer of the refund's amount to its address.`;
  return settleClaim(context, loaded, problem);
}

/** Each part takes the transfer of its own sender before one of anybody else's. */
async function placeAll(
  database: Database,
  { transfers }: LoadedRefund,
  logs: readonly TransferLog[],
): Promise<number> {
  let placed = 0;
  for (const part of transfers.filter(({ transactionHash }) => transactionHash === null)) {
    const own = logs.filter(({ from }) => isAddressEqual(from, part.sender));
    for (const log of [...own, ...logs]) {
      if (!(await placeTransfer(database, part, log, true))) continue;
      placed += 1;
      break;
    }
  }
  return placed;
}

/** A claim is judged once; another may be made. */
async function settleClaim({ database }: Context, { refund }: LoadedRefund, problem: string | null): Promise<void> {
  await database
    .updateTable("refunds")
    .set({ claimedHash: null, claimProblem: problem })
    .where("id", "=", refund.id)
    .where("claimedHash", "=", refund.claimedHash)
    .execute();
}
