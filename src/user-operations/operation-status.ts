import type { Hex } from "viem";
import type { UserOperationLog } from "../chain/index.ts";
import type { DatabaseTransaction } from "../store/index.ts";

// The state machine of `user_operations`, and its only writer: SENDING -> ACCEPTED | REJECTED by the bundler's answer, INCLUDED | REVERTED by the chain,
// back to ACCEPTED by a reorganisation, REVERTED -> FAILED once the block is final.

/** What names an operation. */
export type OperationKey = { readonly chainId: number; readonly hash: Hex };

/** Writes an operation down before it is sent. False where it was before. */
export async function markSending(
  transaction: DatabaseTransaction,
  key: OperationKey,
  { quoteId, createdAt }: { readonly quoteId: string; readonly createdAt: Date },
): Promise<boolean> {
  const written = await transaction
    .insertInto("userOperations")
    .values({ ...key, quoteId, status: "SENDING", createdAt })
    .onConflict((conflict) => conflict.doNothing())
    .returning("hash")
    .executeTakeFirst();
  return written !== undefined;
}

/** Records the bundler's answer. What the chain has said meanwhile stays. */
export async function markAnswered(
  transaction: DatabaseTransaction,
  { chainId, hash }: OperationKey,
  status: "ACCEPTED" | "REJECTED",
): Promise<void> {
  await transaction
    .updateTable("userOperations")
    .set({ status })
    .where("chainId", "=", chainId)
    .where("hash", "=", hash)
    .where("status", "=", "SENDING")
    .execute();
}

/** Records that a block holds the operation. One that is none of ours is left out. */
export async function markIncluded(transaction: DatabaseTransaction, operation: UserOperationLog): Promise<void> {
  const { chainId, hash, success, transactionHash, blockNumber } = operation;
  await transaction
    .updateTable("userOperations")
    .set({ status: success ? "INCLUDED" : "REVERTED", transactionHash, blockNumber })
    .where("chainId", "=", chainId)
    .where("hash", "=", hash)
    .execute();
}

/** Takes back what blocks above a number said of operations, after a reorganisation. Answers their hashes. */
export async function reopenAbove(
  transaction: DatabaseTransaction,
  chainId: number,
  blockNumber: bigint,
): Promise<Hex[]> {
  const reopened = await transaction
    .updateTable("userOperations")
    .set({ status: "ACCEPTED", transactionHash: null, blockNumber: null })
    .where("chainId", "=", chainId)
    .where("blockNumber", ">", blockNumber)
    .where("status", "in", ["INCLUDED", "REVERTED"])
    .returning("hash")
    .execute();
  return reopened.map(({ hash }) => hash);
}

/** Records that the block in which the operation reverted is final. */
export async function markFailed(transaction: DatabaseTransaction, { chainId, hash }: OperationKey): Promise<void> {
  await transaction
    .updateTable("userOperations")
    .set({ status: "FAILED" })
    .where("chainId", "=", chainId)
    .where("hash", "=", hash)
    .execute();
}
