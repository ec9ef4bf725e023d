import { InvalidPaymentError } from "../payments/index.ts";
import { DomainError } from "../runtime/index.ts";
import type { RefundStatus } from "../store/index.ts";

/** There is no such refund, or it is another merchant's: from outside the two look the same. */
export class RefundNotFoundError extends DomainError {
  override readonly name = "RefundNotFoundError";
  override readonly code = "REFUND_NOT_FOUND";
  constructor(id: string) {
    super(`There is no refund "${id}".`);
  }
}

/** Nothing that could go back has come and is final. */
export class PaymentNotRefundableError extends DomainError {
  override readonly name = "PaymentNotRefundableError";
  override readonly code = "PAYMENT_NOT_REFUNDABLE";
  constructor(what: string) {
    super(
      `Nothing of this payment${what} has come to you and is final. Wait until it is; what is at a deposit address goes back by GET /v1/payments/{id}/recoveries.`,
    );
  }
}

/** All refunds of a payment together would be more than has come. Amounts are decimal strings of the token. */
export class RefundExceedsReceivedError extends DomainError {
  override readonly name = "RefundExceedsReceivedError";
  override readonly code = "REFUND_EXCEEDS_RECEIVED";
  constructor(amounts: { readonly received: string; readonly refunded: string; readonly available: string }) {
    super(
      `${amounts.received} has come, and refunds of ${amounts.refunded} were made: ${amounts.available} can go back. Cancel a refund that is PENDING, or ask for less.`,
      { details: amounts },
    );
  }
}

/** So many refunds of one payment that somebody has to look. */
export class TooManyRefundsError extends DomainError {
  override readonly name = "TooManyRefundsError";
  override readonly code = "TOO_MANY_REFUNDS";
  constructor(most: number) {
    super(`A payment has at most ${most} refunds.`);
  }
}

/** The refund's state does not allow what was asked. */
export class RefundStateError extends DomainError {
  override readonly name = "RefundStateError";
  override readonly code = "REFUND_NOT_PENDING";
  constructor(status: RefundStatus, action: string) {
    super(`The refund is ${status}: only a PENDING refund can be ${action}.`, { details: { status } });
  }
}

/** A transfer of the refund is on chain: what is sent cannot be cancelled. */
export class RefundUnderWayError extends DomainError {
  override readonly name = "RefundUnderWayError";
  override readonly code = "REFUND_UNDER_WAY";
  constructor(transactionHash: string) {
    super(`The refund was sent with transaction ${transactionHash}. Wait until it is final.`, {
      details: { txHash: transactionHash },
    });
  }
}

/** The address that the refund goes to is known, and stays. */
export class RefundAddressKnownError extends DomainError {
  override readonly name = "RefundAddressKnownError";
  override readonly code = "REFUND_ADDRESS_KNOWN";
  constructor() {
    super("The refund has an address already. To send it elsewhere, cancel it and make another.");
  }
}

/** The refund has no address yet, so that nothing can have been sent. */
export class RefundAddressMissingError extends DomainError {
  override readonly name = "RefundAddressMissingError";
  override readonly code = "REFUND_ADDRESS_MISSING";
  constructor() {
    super("The refund has no address yet. Have the payer name one with POST /v1/refunds/{id}/address-link.");
  }
}

/** The link to the page for the payer's address is wrong, over, or replaced by a newer one. */
export class AddressLinkError extends DomainError {
  override readonly name = "AddressLinkError";
  override readonly code = "ADDRESS_LINK_INVALID";
  constructor() {
    super("This link is not whole, is over, or was replaced by a newer one. Ask the shop for another.");
  }
}

/** lost: nobody could get money out of there. sender: the refund itself comes from there. denied: the token's issuer lets nothing go there. */
export type RecipientRefusal = "lost" | "sender" | "denied";

/** A refund cannot go to an address. */
export class RecipientRefusedError extends InvalidPaymentError {
  readonly refusal: RecipientRefusal;
  readonly to: string;
  constructor(refusal: RecipientRefusal, to: string, message: string) {
    super([{ path: ["to"], message }]);
    this.refusal = refusal;
    this.to = to;
  }
}
