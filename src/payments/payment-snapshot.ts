import type { Address, Hex } from "viem";
import { fiatSplit, formatDecimal, type PaymentStatus, type PricingUnit, type TokenSymbol } from "../protocol/index.ts";
import { type AttemptSnapshot, attemptSnapshot } from "./attempt-snapshot.ts";
import { confirmationsOf } from "./confirmations.ts";
import type { PaymentsContext } from "./context.ts";
import { type FinalityView, finalityView } from "./finality-view.ts";
import { lateDecimals } from "./ledger-notes.ts";
import type { LoadedPayment } from "./load-payment.ts";
import type { PaymentSource } from "./payment-input.ts";

/**
 * A payment at one moment, as events carry it and every API's view shows it. It survives JSON: amounts are decimal strings in minor units of the currency
 * or base units of the token, times are ISO 8601.
 */
export type PaymentSnapshot = {
  readonly id: string;
  readonly status: PaymentStatus;
  readonly currency: PricingUnit;
  /** What the customer pays. */
  readonly amount: string;
  readonly fee: string;
  readonly merchantNet: string;
  /** The merchant's gross share. */
  readonly merchantAmount: string;
  readonly sellers: readonly { readonly address: Address; readonly grossAmount: string; readonly netAmount: string }[];
  readonly title: string | null;
  readonly description: string | null;
  readonly externalId: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly acceptedChains: readonly number[];
  readonly acceptedTokens: readonly TokenSymbol[];
  readonly successUrl: string | null;
  readonly cancelUrl: string | null;
  readonly expiresAt: string;
  readonly createdAt: string;
  /** What asked for it; null where that was nothing of ours. */
  readonly source: PaymentSource | null;
  /** The quote under which it was, or is being, paid. */
  readonly quote: {
    readonly chainId: number;
    readonly token: TokenSymbol;
    readonly amountToken: string;
    /** Token units per one fiat unit. */
    readonly exchangeRate: string;
  } | null;
  readonly transactionHash: Hex | null;
  readonly paidAt: string | null;
  readonly receivedAmount: string | null;
  readonly confirmations: number | null;
  readonly finality: FinalityView | null;
  readonly failureReason: string | null;
  /** What came when it was over, as a decimal of its tokens' units. */
  readonly lateAmount: string | null;
  /** What had paid it was reorganised away for good, after it was final. */
  readonly reversed: boolean;
  /** What of it went back, as a decimal of its tokens' units. */
  readonly refundedAmount: string | null;
  /** The first one first. */
  readonly attempts: readonly AttemptSnapshot[];
};

/** What a snapshot needs beside the payment. */
export type SnapshotContext = Pick<PaymentsContext, "chains" | "clock">;

/** The payment as it is now. */
export function paymentSnapshot(context: SnapshotContext, loaded: LoadedPayment): PaymentSnapshot {
  const { payment, quote } = loaded;
  const grossAmounts = payment.sellers.map((seller) => BigInt(seller.amount));
  const split = fiatSplit(payment.merchantAmount, grossAmounts, payment.feeBasisPoints);
  return {
    id: payment.id,
    status: payment.status,
    currency: payment.currency,
    amount: payment.amount.toString(),
    fee: split.fee.toString(),
    merchantNet: split.merchantNet.toString(),
    merchantAmount: payment.merchantAmount.toString(),
    sellers: payment.sellers.map(({ address, amount }, index) => ({
      address,
      grossAmount: amount,
      netAmount: (split.sellersNet[index] ?? 0n).toString(),
    })),
    title: payment.title,
    description: payment.description,
    externalId: payment.externalId,
    metadata: payment.metadata,
    acceptedChains: payment.acceptedChains,
    acceptedTokens: payment.acceptedTokens,
    successUrl: payment.successUrl,
    cancelUrl: payment.cancelUrl,
    expiresAt: payment.expiresAt.toISOString(),
    createdAt: payment.createdAt.toISOString(),
    source:
      payment.sourceType === null || payment.sourceId === null
        ? null
        : { type: payment.sourceType, id: payment.sourceId },
    quote: quote && {
      chainId: quote.chainId,
      token: quote.token,
      amountToken: quote.amountToken.toString(),
      exchangeRate: quote.exchangeRate,
    },
    transactionHash: payment.transactionHash,
    paidAt: payment.paidAt?.toISOString() ?? null,
    receivedAmount: payment.receivedAmount?.toString() ?? null,
    confirmations: confirmationsOf(loaded),
    finality: finalityView(context, loaded),
    failureReason: payment.failureReason,
    lateAmount: noteText(loaded.notes.lateAmount),
    reversed: loaded.notes.reversed,
    refundedAmount: noteText(loaded.notes.refundedAmount),
    attempts: loaded.attempts.map((attempt) => attemptSnapshot(attempt, context.clock())),
  };
}

/** With two decimals at least. */
function noteText(amount: bigint | null): string | null {
  return amount === null ? null : formatDecimal(amount, lateDecimals).replace(/0{1,16}$/, "");
}
