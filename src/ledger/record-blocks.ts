import type { BlockBatch } from "../chain/index.ts";
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
    for (const operation of batch.userOperations) {
      await markIncluded(transaction, operation);
      await recordInclusion(transaction, operation, batch.settlements);
    }
    return true;
  });
}
