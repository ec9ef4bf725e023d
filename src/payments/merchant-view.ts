import { chainById, currencies, fiatSplit, formatDecimal, tokenBySymbol } from "../protocol/index.ts";
import { confirmationsOf } from "./confirmations.ts";
import type { PaymentsContext } from "./context.ts";
import { finalityView } from "./finality-view.ts";
import type { LoadedPayment } from "./load-payment.ts";

/** What a view of a payment needs beside the payment. */
export type ViewContext = Pick<PaymentsContext, "chains" | "checkoutUrl" | "clock">;

export type MerchantView = ReturnType<typeof merchantView>;

/** A payment as its merchant sees it, in API responses and webhooks alike. Amounts are decimal strings; unknown is null, never absent. */
export function merchantView(context: ViewContext, loaded: LoadedPayment) {
  const { payment, quote } = loaded;
  const fiat = (amount: bigint) => formatDecimal(amount, currencies[payment.currency]);
  const split = fiatSplit(
    payment.merchantAmount,
    payment.sellers.map((seller) => BigInt(seller.amount)),
  );
  const chain = quote && chainById(quote.chainId);
  const decimals = (chain && quote && tokenBySymbol(chain, quote.token)?.decimals) ?? 0;
  const token = (amount: bigint | null | undefined) => (amount == null ? null : formatDecimal(amount, decimals));
  return {
    id: payment.id,
    status: payment.status,
    amount: fiat(payment.amount),
    currency: payment.currency,
    title: payment.title,
    description: payment.description,
    externalId: payment.externalId,
    metadata: payment.metadata,
    paymentUrl: `${context.checkoutUrl}/${payment.id}`,
    acceptedChains: payment.acceptedChains,
    acceptedTokens: payment.acceptedTokens,
    pymstrFee: fiat(split.fee),
    // The name is part of the API; the value is the merchant's net, as `merchantNet` says.
    merchantFee: fiat(split.merchantNet),
    merchantNet: fiat(split.merchantNet),
    merchantAmount: fiat(payment.merchantAmount),
    sellers: payment.sellers.map((seller, index) => ({
      address: seller.address,
      amount: fiat(split.sellersNet[index] ?? 0n),
      grossAmount: fiat(BigInt(seller.amount)),
    })),
    successUrl: payment.successUrl,
    cancelUrl: payment.cancelUrl,
    expiresAt: payment.expiresAt.toISOString(),
    createdAt: payment.createdAt.toISOString(),
    chainId: quote?.chainId ?? null,
    token: quote?.token ?? null,
    exchangeRate: quote?.exchangeRate ?? null,
    amountToken: token(quote?.amountToken),
    txHash: payment.transactionHash,
    paidAt: payment.paidAt?.toISOString() ?? null,
    confirmations: confirmationsOf(loaded),
    finality: finalityView(context, loaded),
    receivedAmount: token(payment.receivedAmount),
    failureReason: payment.failureReason,
  };
}
