import type { PaymentSnapshot } from "../../../payments/index.ts";
import { chainById, formatDecimal, formatPrice, type TokenSymbol, tokenBySymbol } from "../../../protocol/index.ts";
import { attemptView } from "./attempt-view.ts";

/** What the view needs beside the payment. */
export type ViewContext = {
  /** `paymentUrl` is `<checkoutUrl>/<payment id>`. */
  readonly checkoutUrl: string;
};

/** A payment as its merchant sees it, in API responses and webhooks alike. Amounts are decimal strings; unknown is null, never absent. */
export type MerchantView = ReturnType<typeof merchantView>;

export function merchantView({ checkoutUrl }: ViewContext, payment: PaymentSnapshot) {
  const { quote, finality } = payment;
  const fiat = (amount: string) => formatPrice(BigInt(amount), payment.currency);
  const token = (amount: string | null | undefined) =>
    amount == null || quote === null ? null : formatToken(quote.chainId, quote.token, amount);
  return {
    id: payment.id,
    status: payment.status,
    amount: fiat(payment.amount),
    currency: payment.currency,
    title: payment.title,
    description: payment.description,
    externalId: payment.externalId,
    metadata: payment.metadata,
    paymentUrl: `${checkoutUrl}/${payment.id}`,
    acceptedChains: [...payment.acceptedChains],
    acceptedTokens: [...payment.acceptedTokens],
    pymstrFee: fiat(payment.fee),
    // The name is part of the API; the value is the merchant's net, as `merchantNet` says.
    merchantFee: fiat(payment.merchantNet),
    merchantNet: fiat(payment.merchantNet),
    merchantAmount: fiat(payment.merchantAmount),
    sellers: payment.sellers.map(({ address, netAmount, grossAmount }) => ({
      address,
      amount: fiat(netAmount),
      grossAmount: fiat(grossAmount),
    })),
    successUrl: payment.successUrl,
    cancelUrl: payment.cancelUrl,
    expiresAt: payment.expiresAt,
    createdAt: payment.createdAt,
    // Named one by one, like finality below; events of earlier releases have none, and keep their bytes.
    source: payment.source && { type: payment.source.type, id: payment.source.id },
    chainId: quote?.chainId ?? null,
    token: quote?.token ?? null,
    exchangeRate: quote?.exchangeRate ?? null,
    amountToken: token(quote?.amountToken),
    txHash: payment.transactionHash,
    paidAt: payment.paidAt,
    confirmations: payment.confirmations,
    // Named one by one: an event's snapshot was JSON of the database, which keeps no order.
    finality: finality && {
      rule: finality.rule,
      confirmationsRequired: finality.confirmationsRequired,
      tag: finality.tag,
      final: finality.final,
      estimatedSecondsLeft: finality.estimatedSecondsLeft,
    },
    receivedAmount: token(payment.receivedAmount),
    failureReason: payment.failureReason,
    // Events of earlier releases have none of these, and keep their bytes.
    lateAmount: payment.lateAmount,
    reversed: payment.reversed,
    refundedAmount: payment.refundedAmount,
    // Events of earlier releases have none: their bytes stay as they were.
    attempts: payment.attempts?.map(attemptView),
  };
}

/** Base units of a token as a decimal string. A token that is not in the tables has none. */
export function formatToken(chainId: number, symbol: TokenSymbol, amount: string): string {
  const chain = chainById(chainId);
  const decimals = (chain && tokenBySymbol(chain, symbol)?.decimals) ?? 0;
  return formatDecimal(BigInt(amount), decimals);
}
