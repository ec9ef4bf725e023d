import type { ColumnType, Generated, Selectable } from "kysely";
import type { Address, Hex } from "viem";

/**
 * The ledger: what the router did with money, one row for each event of it, and one more for each that was taken back. A row that is not final may
 * go with its block; one that is stays for ever, and then only three things of it change: where it stands, `missing`, and `reversedBy`.
 */
export type SettlementTable = {
  chainId: number;
  transactionHash: Hex;
  logIndex: number;
  blockNumber: bigint;
  blockHash: Hex;
  blockTime: Date;
  onchainId: Hex;
  /** Null: recorded when there was one router. */
  router: Address | null;
  /** The merchant, or whom what stood at a deposit address went to. */
  recipient: Address;
  tokenAddress: Address;
  /** Where the money came from. */
  payer: Address;
  /** Token base units. */
  amount: bigint;
  fee: bigint;
  /** Null: none of our quotes, or not by its terms; kept and shown, credited to nobody. */
  quoteId: string | null;
  /** Of what came to a standing address, or was swept from there: by which terms. */
  standingTermsId: ColumnType<string | null, string | null | undefined, string | null>;
  /** Of a charge by a mandate: which. */
  mandateChargeId: ColumnType<string | null, string | null | undefined, string | null>;
  final: Generated<boolean>;
  id: Generated<string>;
  kind: Generated<SettlementKind>;
  /** Its block was reorganised away after it had become final, and it has not been seen again yet. */
  missing: Generated<boolean>;
  /** Of a REVERSED row: what it takes back. */
  reverses: string | null;
  /** The REVERSED row that took it back. */
  reversedBy: string | null;
};

/**
 * UNKNOWN: none of our quotes, or not by its terms. OVERPAID: the payment was paid already. LATE: it was over. RECLAIMED: taken from a deposit address by
 * its beneficiary. REFUND: a transfer of a merchant's wallet back to a payer, which is no event of the router; `payer` sent it. DEPOSIT: a transfer to a standing address, from `payer`. SWEPT: all that was there went to its split. CHARGED: taken by a mandate. REVERSED: takes back one that was reorganised away for good after it had become final.
 */
export const settlementKinds = [
  "PAYMENT",
  "OVERPAID",
  "LATE",
  "UNKNOWN",
  "RECLAIMED",
  "REFUND",
  "DEPOSIT",
  "SWEPT",
  "CHARGED",
  "REVERSED",
] as const;
export type SettlementKind = (typeof settlementKinds)[number];

/** Found by the tokens' own events, and not among those of our contracts: whoever found them asks for them again. */
export const transferKinds = ["REFUND", "DEPOSIT"] as const satisfies readonly SettlementKind[];

/** The last block of a chain whose events are in the database. */
export type ChainCursorTable = {
  chainId: number;
  blockNumber: bigint;
  blockHash: Hex;
  blockTime: Date;
  /** The last block whose events were compared with the database once it was final. */
  readTwiceTo: bigint;
};

/** Blocks that were cursors and can still be reorganised away, and the highest that cannot: where a reorganisation began is found among them. */
export type ChainBlockTable = Omit<ChainCursorTable, "readTwiceTo">;

export type Settlement = Selectable<SettlementTable>;

export type ChainCursor = Selectable<ChainCursorTable>;
