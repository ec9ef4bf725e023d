import { formatDecimal } from "../../../../src/protocol/decimal.ts";
import { formatToken } from "../../../shared/messages/index.ts";
import type { PreparedPayment } from "../prepared-payment.ts";

/** What messages about a payment's amount say. */
export function amountValues({ total, token, chain }: Pick<PreparedPayment, "total" | "token" | "chain">) {
  return { amount: formatToken(formatDecimal(total, token.decimals), token.symbol), network: chain.name };
}
