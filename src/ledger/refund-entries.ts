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
