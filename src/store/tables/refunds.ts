import type { ColumnType, Selectable } from "kysely";
import type { Address, Hex } from "viem";
import type { TokenSymbol } from "../../protocol/index.ts";
import type { Mode } from "./owner.ts";

export const refundStatuses = ["PENDING", "SUCCEEDED", "FAILED", "CANCELLED"] as const;
export type RefundStatus = (typeof refundStatuses)[number];

/** Who sends a refund: the merchant all of it, or everybody whom the payment paid, in proportion. */
export const refundSenders = ["merchant", "shares"] as const;
export type RefundSenders = (typeof refundSenders)[number];

/** Money that goes back to a payer: from wallets that are not ours, so that the chain alone says whether it went. */
export type RefundTable = {
  id: string;
  organizationId: string;
  mode: Mode;
  paymentId: string;
  /** Under which the money had come. */
  quoteId: string;
  chainId: number;
  token: TokenSymbol;
  tokenAddress: Address;
  /** Base units. */
  amount: bigint;
  senders: RefundSenders;
  /** Null until the payer has named it. */
  recipient: Address | null;
  /** When the recipient became known: what was sent before is no refund. */
  openedAt: Date | null;
  reason: string;
  status: ColumnType<RefundStatus, RefundStatus | undefined, RefundStatus>;
  failureReason: ColumnType<string | null, string | null | undefined, string | null>;
  /** When the money had come: what the merchant names as the refund's transaction is not older. */
  receivedAt: Date;
  /** The transaction that the merchant named and that is not judged yet. */
  claimedHash: ColumnType<Hex | null, Hex | null | undefined, Hex | null>;
  claimedAt: ColumnType<Date | null, Date | null | undefined, Date | null>;
  /** Why the transaction named last is none of this refund. */
  claimProblem: ColumnType<string | null, string | null | undefined, string | null>;
  /** Opens the page on which the payer names the recipient. */
  addressTokenHash: string | null;
  addressTokenExpiresAt: Date | null;
  createdAt: Date;
  endedAt: ColumnType<Date | null, Date | null | undefined, Date | null>;
};

/** One sender's part of a refund, and the token transfer by which it went. */
export type RefundTransferTable = {
  refundId: string;
  position: number;
  organizationId: string;
  chainId: number;
  sender: Address;
  /** Base units. */
  amount: bigint;
  /** The last block that was searched for it; null: none yet. */
  scannedTo: bigint | null;
  transactionHash: ColumnType<Hex | null, Hex | null | undefined, Hex | null>;
  logIndex: ColumnType<number | null, number | null | undefined, number | null>;
  blockNumber: ColumnType<bigint | null, bigint | null | undefined, bigint | null>;
  blockHash: ColumnType<Hex | null, Hex | null | undefined, Hex | null>;
  blockTime: ColumnType<Date | null, Date | null | undefined, Date | null>;
  /** Who sent it: another than `sender` where the merchant named the transaction. */
  sentBy: ColumnType<Address | null, Address | null | undefined, Address | null>;
  final: ColumnType<boolean, boolean | undefined, boolean>;
  /** Of a final one: when the chain is asked again whether it is still there. Null: never. */
  recheckAt: ColumnType<Date | null, Date | null | undefined, Date | null>;
  /** Its row of the ledger, once it is final. */
  ledgerId: ColumnType<string | null, string | null | undefined, string | null>;
};

export type Refund = Selectable<RefundTable>;

export type RefundTransfer = Selectable<RefundTransferTable>;
