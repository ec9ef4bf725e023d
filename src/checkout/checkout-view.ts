import { logoOf } from "../access/index.ts";
import { confirmationsOf, finalityView, loadPayment, runningAttempt } from "../payments/index.ts";
import { chainById, formatDecimal, formatPrice, tokenBySymbol } from "../protocol/index.ts";
import type { Attempt } from "../store/index.ts";
import { checkoutMoney, checkoutRefunds } from "./checkout-money.ts";
import { checkoutOptions } from "./checkout-options.ts";
import type { CheckoutContext } from "./context.ts";

export type CheckoutView = Awaited<ReturnType<typeof checkoutView>>;

/** A payment as its payer sees it: without fees, metadata and the shop's own id. Throws `PaymentNotFoundError`. */
export async function checkoutView(context: CheckoutContext, id: string) {
  const { database, clock } = context;
  const loaded = await loadPayment(database, id);
  const { payment, quote, attempts } = loaded;
  const running = payment.status === "ACTIVE" ? runningAttempt(attempts, clock()) : undefined;
  const { name, accentColor, supportContact } = await database
    .selectFrom("organizations")
    .select(["name", "accentColor", "supportContact"])
    .where("id", "=", payment.organizationId)
    .executeTakeFirstOrThrow();
  const { deposits, unexpected } = await checkoutMoney(database, id);
  const finality = finalityView(context, loaded);
  const chain = quote && chainById(quote.chainId);
  const token = chain && quote && tokenBySymbol(chain, quote.token);
  const units = (amount: bigint | null | undefined) =>
    amount == null || !token ? null : formatDecimal(amount, token.decimals);
  return {
    id: payment.id,
    status: payment.status,
    merchantName: name,
    amount: formatPrice(payment.amount, payment.currency),
    accentColor,
    supportContact,
    logo: (await logoOf(database, payment.organizationId)) ?? null,
    currency: payment.currency,
    title: payment.title,
    description: payment.description,
    options: await checkoutOptions(context, payment),
    successUrl: payment.successUrl,
    cancelUrl: payment.cancelUrl,
    expiresAt: payment.expiresAt.toISOString(),
    serverTime: clock().toISOString(),
    chainId: quote?.chainId ?? null,
    token: quote?.token ?? null,
    amountToken: units(quote?.amountToken),
    shares:
      quote?.terms.shares.map(({ recipient, amount }) => ({ recipient, amount: units(BigInt(amount)) ?? amount })) ??
      null,
    receivedAmount: units(payment.receivedAmount),
    deposits,
    unexpected,
    refunds: await checkoutRefunds(database, id),
    txHash: payment.transactionHash,
    confirmations: confirmationsOf(loaded),
    confirmationsRequired: finality?.confirmationsRequired ?? null,
    finality,
    paidAt: payment.paidAt?.toISOString() ?? null,
    failureReason: payment.failureReason,
    attempt: running ? runningView(running) : null,
  };
}

function runningView({ kind, chainId, token, submittedAt, leasedUntil }: Attempt) {
  return {
    kind,
    chainId,
    token,
    submittedAt: submittedAt.toISOString(),
    leasedUntil: leasedUntil.toISOString(),
  };
}
