import type { BlockBatch, Cursor } from "../chain/index.ts";
import type { Database, DatabaseTransaction } from "../store/index.ts";

// The only writer of `chain_cursors` and `chain_blocks`.

const place = ["blockNumber", "blockHash", "blockTime"] as const;

/** The last block whose events are in the database; null before the first. */
export async function readCursor(database: Database, chainId: number): Promise<Cursor | null> {
  const cursor = await database
    .selectFrom("chainCursors")
    .select(place)
    .where("chainId", "=", chainId)
    .executeTakeFirst();
  return cursor ?? null;
}

/** Cursors that can still be reorganised away, and the highest that cannot, from the highest down. */
export function recentCursors(database: Database, chainId: number): Promise<Cursor[]> {
  return database
    .selectFrom("chainBlocks")
    .select(place)
    .where("chainId", "=", chainId)
    .orderBy("blockNumber", "desc")
    .execute();
}

/** Moves a chain's cursor on to the end of a batch. False where another worker was there first. */
export async function advanceCursor(
  transaction: DatabaseTransaction,
  { chainId, after, cursor }: BlockBatch,
): Promise<boolean> {
  const moved =
    after === null
      ? await transaction
          .insertInto("chainCursors")
          .values({ chainId, ...cursor, readTwiceTo: cursor.blockNumber })
          .onConflict((conflict) => conflict.doNothing())
          .returning("chainId")
          .executeTakeFirst()
      : await transaction
          .updateTable("chainCursors")
          .set(cursor)
          .where("chainId", "=", chainId)
          .where("blockHash", "=", after.blockHash)
          .returning("chainId")
          .executeTakeFirst();
  if (!moved) return false;
  await transaction
    .insertInto("chainBlocks")
    .values({ chainId, ...cursor })
    .onConflict((conflict) => conflict.columns(["chainId", "blockNumber"]).doUpdateSet(cursor))
    .execute();
  return true;
}

/** Puts a chain's cursor back to a block, from which it is read again. */
export async function rewindCursor(transaction: DatabaseTransaction, chainId: number, to: Cursor): Promise<void> {
  await transaction
    .updateTable("chainCursors")
    .set(to)
    .set(({ fn, ref, val }) => ({ readTwiceTo: fn<bigint>("least", [ref("readTwiceTo"), val(to.blockNumber)]) }))
    .where("chainId", "=", chainId)
    .execute();
  await transaction
    .deleteFrom("chainBlocks")
    .where("chainId", "=", chainId)
    .where("blockNumber", ">", to.blockNumber)
    .execute();
}

/** Forgets cursors below the highest one that is at or below a final block. */
export async function forgetCursors(database: Database, chainId: number, below: bigint): Promise<void> {
  await database
    .deleteFrom("chainBlocks")
    .where("chainId", "=", chainId)
    .where("blockNumber", "<", ({ selectFrom }) =>
      selectFrom("chainBlocks as kept")
        .select(({ fn }) => fn.max("kept.blockNumber").as("highest"))
        .where("kept.chainId", "=", chainId)
        .where("kept.blockNumber", "<=", below),
    )
    .execute();
}

/** Records up to which block a reconciliation pass has compared the chain with the ledger. False where another worker was there first. */
export async function markReconciled(
  transaction: DatabaseTransaction,
  chainId: number,
  { from, to }: { readonly from: bigint; readonly to: bigint },
): Promise<boolean> {
  const moved = await transaction
    .updateTable("chainCursors")
    .set({ readTwiceTo: to })
    .where("chainId", "=", chainId)
    .where("readTwiceTo", "=", from)
    .returning("chainId")
    .executeTakeFirst();
  return moved !== undefined;
}
