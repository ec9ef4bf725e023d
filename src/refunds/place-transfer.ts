import { isAddressEqual } from "viem";
import type { TransferLog } from "../chain/index.ts";
import { type Database, type DatabaseTransaction, type RefundTransfer, transferKinds } from "../store/index.ts";
import { lockRefund } from "./load-refund.ts";

/** Whether a transaction is one of the router's that the ledger knows: what moves in it pays or gives back something else. */
export async function isOfLedger(
  database: Database | DatabaseTransaction,
  { chainId, transactionHash }: Pick<TransferLog, "chainId" | "transactionHash">,
): Promise<boolean> {
  const row = await database
    .selectFrom("settlements")
    .select("id")
    .where("chainId", "=", chainId)
    .where("transactionHash", "=", transactionHash)
    .where("kind", "not in", [...transferKinds, "REVERSED"])
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Writes down that a transfer is a part of a refund, if that waits for it still and the transfer is no other refund's of the same organization. `isNamed`: the merchant
 * named its transaction, so that any sender will do. Answers whether it is.
 */
export async function placeTransfer(
  database: Database,
  { refundId, position }: Pick<RefundTransfer, "refundId" | "position">,
  log: TransferLog,
  isNamed: boolean,
): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const { refund, transfers } = await lockRefund(transaction, refundId);
    const part = transfers.find((each) => each.position === position);
    const { recipient } = refund;
    if (!part || part.transactionHash !== null || refund.status !== "PENDING" || recipient === null) return false;
    const fits =
      log.amount === part.amount &&
      isAddressEqual(log.token, refund.tokenAddress) &&
      isAddressEqual(log.to, recipient) &&
      (isNamed || isAddressEqual(log.from, part.sender));
    if (!fits || (await isOfLedger(transaction, log))) return false;
    // Another worker may take the same one for another refund: the index refuses it then, and the next round sees it.
    const taken = await transaction
      .selectFrom("refundTransfers")
      .select("refundId")
      .where("organizationId", "=", part.organizationId)
      .where("chainId", "=", log.chainId)
      .where("transactionHash", "=", log.transactionHash)
      .where("logIndex", "=", log.logIndex)
      .executeTakeFirst();
    if (taken) return false;
    const { transactionHash, logIndex, blockNumber, blockHash, blockTime, from: sentBy } = log;
    await transaction
      .updateTable("refundTransfers")
      .set({ transactionHash, logIndex, blockNumber, blockHash, blockTime, sentBy, final: false })
      .where("refundId", "=", refundId)
      .where("position", "=", position)
      .execute();
    return true;
  });
}
