import { chainById, chainSlug, formatTokenPrice, tokenBySymbol } from "../../../../protocol/index.ts";
import type { RefundEventData } from "../../../../refunds/index.ts";
import type { ToldEvent } from "../../../../webhooks/index.ts";
import { orderId, sourceType } from "../orders/translate.ts";

/** The refund of an order, in this API's manner: its text has no refunds. Undefined where an event is about anything else. */
export function refundFields({ data }: ToldEvent) {
  const { refund, madeFor } = data as Partial<RefundEventData>;
  if (!refund || madeFor?.source?.type !== sourceType) return undefined;
  const chain = chainById(refund.chainId);
  const decimals = (chain && tokenBySymbol(chain, refund.token)?.decimals) ?? 0;
  const txHash = refund.transfers.find(({ transactionHash }) => transactionHash !== null)?.transactionHash;
  return {
    refundId: refund.id,
    orderId: orderId(refund.paymentId),
    orderReference: madeFor.externalId,
    amount: formatTokenPrice(BigInt(refund.amount), decimals),
    currency: refund.token,
    chainId: chainSlug(refund.chainId),
    address: refund.to,
    status: refund.status.toLowerCase(),
    ...(txHash && { txHash }),
  };
}
