import { formatDecimal } from "../../../../src/protocol/decimal.ts";
import { formatToken } from "../../messages/index.ts";
import type { PaymentAtHand } from "../payment-at-hand.ts";

/** What messages about a payment's amount say. */
export function amountValues({ total, token, chain }: Pick<PaymentAtHand, "total" | "token" | "chain">) {
  return { amount: formatToken(formatDecimal(total, token.decimals), token.symbol), network: chain.name };
}
