import { chainById, currencies, formatDecimal, tokenBySymbol } from "../protocol/index.ts";
import type { PaymentsContext } from "./context.ts";
import { finalityView } from "./finality-view.ts";
import { type LoadedPayment, loadPayment } from "./load-payment.ts";

export type CheckoutView = Awaited<ReturnType<typeof checkoutView>>;

/** A payment as its payer sees it: without fees, metadata and the shop's own id. Throws `PaymentNotFoundError`. */
export async function checkoutView(context: PaymentsContext, id: string) {
  const loaded = await loadPayment(context.database, id);
  const { name } = await context.database
    .selectFrom("merchants")
    .select("name")
    .where("id", "=", loaded.payment.merchantId)
    .executeTakeFirstOrThrow();
  return viewOf(context, loaded, name);
}

function viewOf(context: PaymentsContext, loaded: LoadedPayment, merchantName: string) {
  const { chains, clock } = context;
  const { payment, quote } = loaded;
  const finality = finalityView(context, loaded);
  const decimals = currencies[payment.currency];
  const chain = quote && chainById(quote.chainId);
  const token = chain && quote && tokenBySymbol(chain, quote.token);
  const units = (amount: bigint | null | undefined) =>
    amount == null || !token ? null : formatDecimal(amount, token.decimals);
  return {
    id: payment.id,
    status: payment.status,
    merchantName,
    amount: formatDecimal(payment.amount, decimals),
    currency: payment.currency,
    title: payment.title,
    description: payment.description,
    options: chains
      .filter(({ id }) => payment.acceptedChains.includes(id))
      .flatMap(({ id, name, tokens }) =>
        tokens
          .filter(({ symbol }) => payment.acceptedTokens.includes(symbol))
          .map(({ symbol, address, decimals }) => ({
            chainId: id,
            chainName: name,
            token: symbol,
            tokenAddress: address,
            decimals,
          })),
      ),
    successUrl: payment.successUrl,
    cancelUrl: payment.cancelUrl,
    expiresAt: payment.expiresAt.toISOString(),
    serverTime: clock().toISOString(),
    chainId: quote?.chainId ?? null,
    token: quote?.token ?? null,
    amountToken: units(quote?.amountToken),
    receivedAmount: units(payment.receivedAmount),
    txHash: payment.transactionHash,
    confirmations: payment.confirmations,
    confirmationsRequired: finality?.confirmationsRequired ?? null,
    finality,
    paidAt: payment.paidAt?.toISOString() ?? null,
    failureReason: payment.failureReason,
  };
}
