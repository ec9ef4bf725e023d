import { InvalidPaymentError } from "../payments/index.ts";
import { formatDecimal, InvalidDecimalError, parseDecimal } from "../protocol/index.ts";
import type { DatabaseTransaction } from "../store/index.ts";
import { RefundExceedsReceivedError, TooManyRefundsError } from "./errors.ts";
import type { Received } from "./received.ts";

/** Refunds of one payment, cancelled ones included: what is searched for and listed stays bounded. */
const mostRefunds = 500;

/** What a refund is of: what is asked for, or all that is left. Throws `RefundExceedsReceivedError`, `InvalidPaymentError`, `TooManyRefundsError`. The payment is locked. */
export async function checkAmount(
  transaction: DatabaseTransaction,
  paymentId: string,
  { chainId, token, amount: received }: Received,
  asked: string | null | undefined,
): Promise<bigint> {
  const refunds = await transaction
    .selectFrom("refunds")
    .select(["chainId", "token", "amount", "status"])
    .where("paymentId", "=", paymentId)
    .execute();
  if (refunds.length >= mostRefunds) throw new TooManyRefundsError(mostRefunds);
  const refunded = refunds
    .filter((refund) => refund.chainId === chainId && refund.token === token.symbol)
    .filter(({ status }) => status === "PENDING" || status === "SUCCEEDED")
    .reduce((sum, { amount }) => sum + amount, 0n);
  const left = received - refunded;
  const available = left > 0n ? left : 0n;
  const amount = asked == null ? available : parseAmount(asked, token.decimals);
  if (amount > available || amount === 0n) {
    const text = (units: bigint) => formatDecimal(units, token.decimals);
    throw new RefundExceedsReceivedError({
      received: text(received),
      refunded: text(refunded),
      available: text(available),
    });
  }
  return amount;
}

function parseAmount(text: string, decimals: number): bigint {
  const issue = (message: string) => new InvalidPaymentError([{ path: ["amount"], message }]);
  try {
    const amount = parseDecimal(text, decimals);
    if (amount === 0n) throw issue("The amount must be above zero.");
    return amount;
  } catch (error) {
    if (!(error instanceof InvalidDecimalError)) throw error;
    throw issue(`The token has ${decimals} decimals: ${error.message}`);
  }
}
