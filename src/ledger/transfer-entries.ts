import { v7 as uuidv7 } from "uuid";
import type { LogPosition } from "../chain/index.ts";
import type { DatabaseTransaction } from "../store/index.ts";

/** Puts a refund or a standing deposit where a reorganisation has moved its transaction. */
export async function moveEntry(
  transaction: DatabaseTransaction,
  id: string,
  { blockNumber, blockHash, blockTime, logIndex }: Omit<LogPosition, "chainId" | "transactionHash">,
): Promise<void> {
  await transaction
    .updateTable("settlements")
    .set({ blockNumber, blockHash, blockTime, logIndex })
    .where("id", "=", id)
    .execute();
}

/** The chain is final beyond where a transfer stood, and it is not there: a row of its own takes it back. */
export async function takeBackEntry(transaction: DatabaseTransaction, id: string, now: Date): Promise<void> {
  const row = await transaction.selectFrom("settlements").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const reversal = uuidv7({ msecs: now.getTime() });
  await transaction
    .insertInto("settlements")
    .values({ ...row, id: reversal, kind: "REVERSED", reverses: id })
    .execute();
  await transaction.updateTable("settlements").set({ reversedBy: reversal }).where("id", "=", id).execute();
}
