import type { BlockBatch, UserOperationLog } from "../chain/index.ts";
import { noteCancellations } from "../mandates/index.ts";
import { endAttempt } from "../payments/index.ts";
import type { DatabaseTransaction } from "../store/index.ts";
import { markIncluded, recordInclusion } from "../user-operations/index.ts";
import { advanceCursor } from "./chain-cursor.ts";
import type { LedgerContext } from "./context.ts";
import { recordLedger } from "./record-ledger.ts";

/**
 * Takes in what a chain says, and moves the cursor in the same transaction: a block's events are counted once, whatever crashes in
 * between. Answers false where another worker was there first; nothing was written then.
 */
export async function recordBlocks(context: LedgerContext, batch: BlockBatch): Promise<boolean> {
  return context.database.transaction().execute(async (transaction) => {
    if (!(await advanceCursor(transaction, batch))) return false;
    await recordLedger(context, transaction, batch);
    await noteCancellations(transaction, batch.chainId, batch.cancellations, context.clock());
    for (const operation of batch.userOperations) {
      await recordOperation(transaction, operation);
      await recordInclusion(transaction, operation, batch.settlements);
    }
    return true;
  });
}

/** An operation that was included and has not settled its payment in the same block will not do so. */
async function recordOperation(transaction: DatabaseTransaction, operation: UserOperationLog): Promise<void> {
  await markIncluded(transaction, operation);
  const { hash, success, transactionHash } = operation;
  const how = success ? "and did not pay" : "and reverted: no money moved";
  const reason = `The payer's operation was included in transaction ${transactionHash} ${how}.`;
  await endAttempt(transaction, hash, { outcome: "REVERTED", reason, transactionHash });
}
