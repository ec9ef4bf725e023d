import { formatDecimal } from "../../../../src/protocol/decimal.ts";
import { formatToken } from "../../messages/index.ts";
import { coinNeeded, type RungName } from "../choose-rung.ts";
import type { PaymentAtHand } from "../payment-at-hand.ts";
import { amountValues } from "./amount-values.ts";

/** What messages about a transaction of the payer's own say: the amount, and the most that the network takes for it. */
export function costValues(rung: RungName, payment: PaymentAtHand) {
  return { ...amountValues(payment), cost: costOf(rung, payment) };
}

/** Rounded up to two figures: the price of gas moves while one reads. */
export function costOf(rung: RungName, { facts, total, terms, token, chain }: PaymentAtHand): string {
  const wei = coinNeeded(rung, facts, { ...token, total, sellers: terms.shares.length - 1 });
  const unit = 10n ** BigInt(Math.max(wei.toString().length - 2, 0));
  const rounded = ((wei + unit - 1n) / unit) * unit;
  return formatToken(formatDecimal(rounded, 18), chain.nativeCurrency);
}
