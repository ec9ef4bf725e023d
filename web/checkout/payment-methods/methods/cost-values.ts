import { formatDecimal } from "../../../../src/protocol/decimal.ts";
import { formatToken } from "../../../shared/messages/index.ts";
import { type MethodName, nativeTokenNeeded } from "../choose-method.ts";
import type { PreparedPayment } from "../prepared-payment.ts";
import { amountValues } from "./amount-values.ts";

/** What messages about a transaction of the payer's own say: the amount, and the most that the network takes for it. */
export function costValues(method: MethodName, payment: PreparedPayment) {
  return { ...amountValues(payment), cost: costOf(method, payment) };
}

/** Rounded up to two figures: the price of gas moves while one reads. */
export function costOf(method: MethodName, { facts, total, terms, token, chain }: PreparedPayment): string {
  const wei = nativeTokenNeeded(method, facts, { ...token, total, sellers: terms.shares.length - 1 });
  const unit = 10n ** BigInt(Math.max(wei.toString().length - 2, 0));
  const rounded = ((wei + unit - 1n) / unit) * unit;
  return formatToken(formatDecimal(rounded, 18), chain.nativeCurrency);
}
