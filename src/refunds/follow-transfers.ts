import { type ChainClient, type FinalHeight, readMinedTransaction } from "../chain/index.ts";
import type { Clock } from "../runtime/index.ts";
import type { Database } from "../store/index.ts";
import { keepTransfer } from "./keep-transfer.ts";
import { type DueTransfer, locateTransfer } from "./locate-transfer.ts";
import { forgetTransfer, takeBackTransfer } from "./lose-transfer.ts";

/** Transfers that are asked for at once. */
const batchSize = 100;

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
  const place = locateTransfer(part, answers);
  if (place === "unknown") return;
  const { tokenAddress } = part;
  const height = (await finalHeight())(tokenAddress, part.amount);
  if (place !== "gone") await keepTransfer(context, part, place, place.blockNumber <= height);
  else if (!part.final) await forgetTransfer(context, part);
  // Both endpoints are beyond where it stood, and it is nowhere.
  else if (part.blockNumber <= height) await takeBackTransfer(context, part);
}

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
