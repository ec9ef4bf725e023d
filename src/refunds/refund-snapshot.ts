import type { Address, Hex } from "viem";
import type { TokenSymbol } from "../protocol/index.ts";
import type { Refund, RefundSenders, RefundStatus, RefundTransfer } from "../store/index.ts";

/** A refund with its senders' parts, in order. */
export type LoadedRefund = { readonly refund: Refund; readonly transfers: readonly RefundTransfer[] };

/** A refund at one moment, as events carry it and views show it. It survives JSON: amounts are decimal strings in base units, times are ISO 8601. */
export type RefundSnapshot = {
  readonly id: string;
  readonly paymentId: string;
  readonly status: RefundStatus;
  readonly chainId: number;
  readonly token: TokenSymbol;
  readonly tokenAddress: Address;
  readonly amount: string;
  readonly senders: RefundSenders;
  readonly to: Address | null;
  readonly reason: string;
  readonly failureReason: string | null;
  readonly transfers: readonly {
    readonly from: Address;
    readonly amount: string;
    /** Who sent it in fact. */
    readonly sentBy: Address | null;
    readonly transactionHash: Hex | null;
    readonly blockNumber: string | null;
    readonly final: boolean;
  }[];
  /** What the merchant named and is not judged yet. */
  readonly claimedHash: Hex | null;
  readonly claimProblem: string | null;
  readonly addressLinkExpiresAt: string | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
};

export function refundSnapshot({ refund, transfers }: LoadedRefund): RefundSnapshot {
  const { id, paymentId, status, chainId, token, tokenAddress, senders, recipient, reason } = refund;
  return {
    id,
    paymentId,
    status,
    chainId,
    token,
    tokenAddress,
    amount: refund.amount.toString(),
    senders,
    to: recipient,
    reason,
    failureReason: refund.failureReason,
    transfers: transfers.map(({ sender, amount, sentBy, transactionHash, blockNumber, final }) => ({
      from: sender,
      amount: amount.toString(),
      sentBy,
      transactionHash,
      blockNumber: blockNumber?.toString() ?? null,
      final,
    })),
    claimedHash: refund.claimedHash,
    claimProblem: refund.claimProblem,
    addressLinkExpiresAt: recipient === null ? (refund.addressTokenExpiresAt?.toISOString() ?? null) : null,
    createdAt: refund.createdAt.toISOString(),
    endedAt: refund.endedAt?.toISOString() ?? null,
  };
}
