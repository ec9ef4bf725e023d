import { isAddressEqual } from "viem";
import { takeBackEntry } from "../ledger/index.ts";
import type { Clock } from "../runtime/index.ts";
import type { Database, DatabaseTransaction, RefundTransfer } from "../store/index.ts";
import { changeTransfer, currentOf } from "./change-transfer.ts";
import { lockRefund } from "./load-refund.ts";
import { recordRefundEvent } from "./record-event.ts";
import type { LoadedRefund } from "./refund-snapshot.ts";

/** Where a transfer that was reorganised away may land again, below its old block. */
const rescanned = 300n;

type Context = { readonly database: Database; readonly clock: Clock };

/** It was not final and is gone with its block: its transaction will most likely land again. */
export async function forgetTransfer({ database, clock }: Context, part: RefundTransfer): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const loaded = await lockRefund(transaction, part.refundId);
    const current = currentOf(loaded, part);
    if (!current || current.final) return;
    await changeTransfer(transaction, part, unseen(part));
    await nameAgain(transaction, loaded, current, clock());
  });
}

/** It was final and is gone for good: the payer does not have the money, so the refund waits again. */
export async function takeBackTransfer({ database, clock }: Context, part: RefundTransfer): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const { refund, transfers } = await lockRefund(transaction, part.refundId);
    const current = currentOf({ refund, transfers }, part);
    if (!current?.final) return;
    const now = clock();
    if (current.ledgerId !== null) await takeBackEntry(transaction, current.ledgerId, now);
    await changeTransfer(transaction, part, unseen(part));
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
