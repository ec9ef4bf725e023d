import { InvalidPaymentError } from "../payments/index.ts";
import { PaymentNotRefundableError } from "./errors.ts";
import type { Received } from "./received.ts";
import type { RefundInput } from "./refund-input.ts";

/** Which of the tokens that came is refunded: the one that is named, or that paid. Throws `PaymentNotRefundableError`, or `InvalidPaymentError` where the token has to be named. */
export function chooseReceived(all: readonly Received[], { chainId, token }: RefundInput): Received {
  const fitting = all.filter(
    (received) =>
      (chainId == null || received.chainId === chainId) && (token == null || received.token.symbol === token),
  );
  const [first, ...more] = fitting;
  if (!first) throw new PaymentNotRefundableError(chainId == null && token == null ? "" : " in that token");
  if (more.length === 0) return first;
  const paying = fitting.filter(({ isPayment }) => isPayment);
  if (paying[0] && paying.length === 1) return paying[0];
  const names = fitting.map((received) => `${received.token.symbol} on ${received.chainId}`).join(", ");
  throw new InvalidPaymentError([{ path: ["token"], message: `Name chainId and token: money came as ${names}.` }]);
}
