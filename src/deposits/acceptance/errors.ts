import type { PaymentStatus } from "../../protocol/index.ts";
import { DomainError } from "../../runtime/index.ts";

/** The payment is paid, or about to be: what came beside it is a surplus. */
export class PaymentNotAcceptableError extends DomainError {
  override readonly name = "PaymentNotAcceptableError";
  override readonly code = "PAYMENT_NOT_ACCEPTABLE";
  constructor(status: PaymentStatus) {
    super(
      `The payment is ${status}: there is nothing to accept. What came beside it is in GET /v1/payments/{id}/recoveries.`,
      { details: { status } },
    );
  }
}

/** Nothing has come for the payment, as far as its chains can be read. */
export class NothingToAcceptError extends DomainError {
  override readonly name = "NothingToAcceptError";
  override readonly code = "NOTHING_TO_ACCEPT";
  constructor(unreadChains: readonly number[]) {
    const unread = unreadChains.length > 0 ? ` Chains ${unreadChains.join(", ")} could not be read: try again.` : "";
    super(`Nothing is at the deposit addresses of this payment, and nothing was settled for it.${unread}`, {
      details: { unreadChains },
    });
  }
}
