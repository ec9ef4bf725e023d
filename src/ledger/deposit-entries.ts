import { v7 as uuidv7 } from "uuid";
import type { Address, Hex } from "viem";
import type { LogPosition } from "../chain/index.ts";
import type { DatabaseTransaction } from "../store/index.ts";

/** A final transfer to a standing address. Amount in base units. */
export type DepositEntry = LogPosition & {
  readonly termsId: string;
  readonly onchainId: Hex;
  readonly sender: Address;
  /** The standing address. */
  readonly recipient: Address;
  readonly tokenAddress: Address;
  readonly amount: bigint;
};

/** Writes a standing deposit that is final into the ledger. Answers the row's id. */
export async function recordDeposit(
  transaction: DatabaseTransaction,
  { sender, termsId, ...entry }: DepositEntry,
): Promise<string> {
  const id = uuidv7({ msecs: entry.blockTime.getTime() });
  const whose = { quoteId: null, standingTermsId: termsId, router: null };
  const row = { ...entry, ...whose, id, payer: sender, fee: 0n, kind: "DEPOSIT", final: true } as const;
  await transaction.insertInto("settlements").values(row).execute();
  return id;
}
