import { v7 as uuidv7 } from "uuid";
import type { Address, Hex } from "viem";
import type { LogPosition } from "../chain/index.ts";
import type { DatabaseTransaction } from "../store/index.ts";

/** A final transfer that gave a payer money back. Amount in base units. */
export type RefundEntry = LogPosition & {
  readonly quoteId: string;
  readonly onchainId: Hex;
  readonly sender: Address;
  readonly recipient: Address;
  readonly tokenAddress: Address;
  readonly amount: bigint;
};

/** Writes a refund that is final into the ledger. Answers the row's id. */
export async function recordRefund(
  transaction: DatabaseTransaction,
  { sender, ...entry }: RefundEntry,
): Promise<string> {
  const id = uuidv7({ msecs: entry.blockTime.getTime() });
  const row = { ...entry, id, payer: sender, fee: 0n, kind: "REFUND", final: true, router: null } as const;
  await transaction.insertInto("settlements").values(row).execute();
  return id;
}

/** Puts a refund where a reorganisation has moved its transaction. */
export async function moveRefund(
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

/** The chain is final beyond where a refund stood, and it is not there: a row of its own takes it back. */
export async function takeBackRefund(transaction: DatabaseTransaction, id: string, now: Date): Promise<void> {
  const row = await transaction.selectFrom("settlements").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const reversal = uuidv7({ msecs: now.getTime() });
  await transaction
    .insertInto("settlements")
    .values({ ...row, id: reversal, kind: "REVERSED", reverses: id })
    .execute();
  await transaction.updateTable("settlements").set({ reversedBy: reversal }).where("id", "=", id).execute();
}
