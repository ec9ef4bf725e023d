import type { BlockBatch, UserOperationLog } from "../chain/index.ts";
import type { PaymentsContext } from "../payments/index.ts";
import type { DatabaseTransaction } from "../store/index.ts";
import { recordLedger } from "./record-ledger.ts";

/**
 * Takes in what a chain says, and moves the cursor in the same transaction: a block's events are counted once, whatever crashes in
 * between. Answers false where another worker was there first; nothing was written then.
 */
export async function recordBlocks(context: PaymentsContext, batch: BlockBatch): Promise<boolean> {
  return context.database.transaction().execute(async (transaction) => {
    if (!(await moveCursor(transaction, batch))) return false;
    await transaction
      .insertInto("chainBlocks")
      .values({ chainId: batch.chainId, ...batch.cursor })
      .onConflict((conflict) => conflict.columns(["chainId", "blockNumber"]).doUpdateSet(batch.cursor))
      .execute();
    await recordLedger(context, transaction, batch);
    for (const operation of batch.userOperations) await recordUserOperation(transaction, operation);
    return true;
  });
}

async function moveCursor(transaction: DatabaseTransaction, { chainId, after, cursor }: BlockBatch): Promise<boolean> {
  if (after === null) {
    const first = await transaction
      .insertInto("chainCursors")
      .values({ chainId, ...cursor, readTwiceTo: cursor.blockNumber })
      .onConflict((conflict) => conflict.doNothing())
      .returning("chainId")
      .executeTakeFirst();
    return first !== undefined;
  }
  const moved = await transaction
    .updateTable("chainCursors")
    .set(cursor)
    .where("chainId", "=", chainId)
    .where("blockHash", "=", after.blockHash)
    .returning("chainId")
    .executeTakeFirst();
  return moved !== undefined;
}

async function recordUserOperation(transaction: DatabaseTransaction, operation: UserOperationLog): Promise<void> {
  await transaction
    .updateTable("userOperations")
    .set({
      status: operation.success ? "INCLUDED" : "REVERTED",
      transactionHash: operation.transactionHash,
      blockNumber: operation.blockNumber,
    })
    .where("chainId", "=", operation.chainId)
    .where("hash", "=", operation.hash)
    .execute();
}
