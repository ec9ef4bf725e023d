import type { ColumnType, Selectable } from "kysely";
import type { Address, Hex } from "viem";
import type { TokenSymbol } from "../../protocol/index.ts";
import type { Mode } from "./owner.ts";

/** PENDING: in a block that is not final. CONFIRMED: final. REVERSED: reorganised away, before or after that. */
export const standingDepositStatuses = ["PENDING", "CONFIRMED", "REVERSED"] as const;
export type StandingDepositStatus = (typeof standingDepositStatuses)[number];

/** A transfer of a listed token to a standing address. */
export type StandingDepositTable = {
  id: string;
  organizationId: string;
  mode: Mode;
  termsId: string;
  referenceId: string;
  customerId: string;
  chainId: number;
  token: TokenSymbol;
  tokenAddress: Address;
  /** Base units. */
  amount: bigint;
  /** Who sent it: an exchange as often as not, so that nothing is to be sent back there. */
  sender: Address;
  address: Address;
  transactionHash: Hex;
  logIndex: number;
  blockNumber: bigint;
  blockHash: Hex;
  blockTime: Date;
  status: StandingDepositStatus;
  createdAt: Date;
  confirmedAt: ColumnType<Date | null, Date | null | undefined, Date | null>;
  /** Of a confirmed one: when the chain is asked again whether it is still there. Null: never. */
  recheckAt: ColumnType<Date | null, Date | null | undefined, Date | null>;
  /** Its row of the ledger, once it is confirmed. */
  ledgerId: ColumnType<string | null, string | null | undefined, string | null>;
};

/** How far the transfers of a chain were read: once near the head, where they are pending, and once more where they are final. */
export type StandingCursorTable = { chainId: number; seenTo: bigint; finalTo: bigint };

/** What may lie at a standing address, or in a recipient's box: its balance decides. One row for each place and token. */
export type StandingBalanceTable = {
  chainId: number;
  tokenAddress: Address;
  /** The standing address, or the box. */
  address: Address;
  /** Of a standing address; null for a box. */
  termsId: string | null;
  /** Whose box it is; null for a standing address. */
  recipient: Address | null;
  /** When it is inspected, and whose lease it is. Null: nothing is there. */
  dueAt: Date | null;
  /** Inspections in a row after which nothing could be moved. */
  tries: number;
};

export type StandingDeposit = Selectable<StandingDepositTable>;

export type StandingBalance = Selectable<StandingBalanceTable>;
