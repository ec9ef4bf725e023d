import {
  type LoadedRefund,
  preparedTransactions,
  type RefundSnapshot,
  refundSnapshot,
} from "../../../refunds/index.ts";
import { formatToken } from "../payments/view.ts";

export type RefundViewContext = {
  /** Where this server is reached from outside, without a slash at the end. */
  readonly publicUrl: string;
};

/** A refund as its merchant sees it, in API responses and webhooks alike. Named one by one: an event's snapshot was JSON of the database, which keeps no order. */
export function refundView(refund: RefundSnapshot, addressUrl: string | null = null) {
  const units = (amount: string) => formatToken(refund.chainId, refund.token, amount);
  return {
    id: refund.id,
    paymentId: refund.paymentId,
    status: refund.status,
    chainId: refund.chainId,
    token: refund.token,
    tokenAddress: refund.tokenAddress,
    amount: units(refund.amount),
    senders: refund.senders,
    to: refund.to,
    reason: refund.reason,
    failureReason: refund.failureReason,
    transfers: refund.transfers.map(({ from, amount, sentBy, transactionHash, blockNumber, final }) => ({
      from,
      amount: units(amount),
      sentBy,
      txHash: transactionHash,
      blockNumber,
      final,
    })),
    transactions: preparedTransactions(refund),
    namedTxHash: refund.claimedHash,
    txProblem: refund.claimProblem,
    addressUrl,
    addressUrlExpiresAt: refund.addressLinkExpiresAt,
    createdAt: refund.createdAt,
    endedAt: refund.endedAt,
  };
}

/** The same of what was loaded just now; with the payer's link, where its secret is known. */
export function loadedRefundView(
  { publicUrl }: RefundViewContext,
  loaded: LoadedRefund & { readonly addressToken?: string | null },
) {
  const { addressToken = null } = loaded;
  return refundView(refundSnapshot(loaded), addressToken === null ? null : `${publicUrl}/refund/${addressToken}`);
}
