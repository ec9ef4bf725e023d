import type { TransferLog } from "../chain/index.ts";
import { moveEntry, nextRecheck, recordRefund } from "../ledger/index.ts";
import type { Clock } from "../runtime/index.ts";
import type { Database, DatabaseTransaction, RefundTransfer } from "../store/index.ts";
import { changeTransfer, currentOf } from "./change-transfer.ts";
import { lockRefund } from "./load-refund.ts";
import { recordRefundEvent } from "./record-event.ts";
import type { LoadedRefund } from "./refund-snapshot.ts";

type Context = { readonly database: Database; readonly clock: Clock };

/** It is there: where it stands is written down, and that it is final. */
export async function keepTransfer(
  { database, clock }: Context,
  part: RefundTransfer,
  log: TransferLog,
  isFinal: boolean,
) {
  const { blockNumber, blockHash, blockTime, logIndex } = log;
  const place = { blockNumber, blockHash, blockTime, logIndex };
  await database.transaction().execute(async (transaction) => {
    const loaded = await lockRefund(transaction, part.refundId);
    const current = currentOf(loaded, part);
    if (!current) return;
    const now = clock();
    if (current.final) {
      if (current.ledgerId !== null) await moveEntry(transaction, current.ledgerId, place);
      await changeTransfer(transaction, part, { ...place, recheckAt: nextRecheck(current.blockTime ?? now, now) });
      return;
    }
    if (!isFinal) return changeTransfer(transaction, part, place);
    const ledgerId = await record(transaction, loaded, current, log);
    await changeTransfer(transaction, part, {
      ...place,
      final: true,
      ledgerId,
      recheckAt: nextRecheck(blockTime, now),
    });
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
