import type { DatabaseTransaction } from "../store/index.ts";

/** How far a chain was read: null where nothing of it was. */
export async function lastBlockRead(transaction: DatabaseTransaction, chainId: number): Promise<bigint | null> {
  const cursor = await transaction
    .selectFrom("chainCursors")
    .select("blockNumber")
    .where("chainId", "=", chainId)
    .executeTakeFirst();
  return cursor?.blockNumber ?? null;
}
