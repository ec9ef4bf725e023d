import type { PaymentStatus } from "../protocol/index.ts";

/** One thing wrong with a request: where, and what to do about it. */
export type Issue = { readonly path: readonly (string | number)[]; readonly message: string };

/** The request is well-formed, but its parts do not go together. Nothing was written. */
export class InvalidPaymentError extends Error {
  override readonly name = "InvalidPaymentError";
  readonly issues: readonly Issue[];
  constructor(issues: readonly Issue[]) {
    super(issues.map(({ message }) => message).join(" "));
    this.issues = issues;
  }
}

/** There is no such payment, or it is another merchant's: from outside the two look the same. */
export class PaymentNotFoundError extends Error {
  override readonly name = "PaymentNotFoundError";
  constructor(id: string) {
    super(`There is no payment "${id}".`);
  }
}

/** The payment has no such quote. */
export class QuoteNotFoundError extends Error {
  override readonly name = "QuoteNotFoundError";
  constructor(id: string) {
    super(`The payment has no quote "${id}". Ask for one with POST /v1/checkout/{id}/quotes.`);
  }
}

/** The quote is over, or so little of its time is left that nothing would be included before its end. */
export class QuoteExpiredError extends Error {
  override readonly name = "QuoteExpiredError";
  constructor() {
    super("Too little of the quote's time is left. Ask for another with POST /v1/checkout/{id}/quotes, and sign that.");
  }
}

/** The payment's state does not allow what was asked. */
export class PaymentStateError extends Error {
  override readonly name = "PaymentStateError";
  readonly status: PaymentStatus;
  constructor(status: PaymentStatus, action: string) {
    super(`The payment is ${status}: only an ACTIVE payment can be ${action}.`);
    this.status = status;
  }
}

/** Another quote of the payment is being paid: paying this one too would take the money twice. */
export class PaymentUnderWayError extends Error {
  override readonly name = "PaymentUnderWayError";
  constructor() {
    super("The payment is being paid by another quote. Wait for its outcome; if it fails, try again.");
  }
}

/** Another payment of the merchant that is open or paid has this external id. */
export class ExternalIdInUseError extends Error {
  override readonly name = "ExternalIdInUseError";
  readonly paymentId: string | null;
  constructor(paymentId: string | null) {
    super("externalId already in use");
    this.paymentId = paymentId;
  }
}

/** The checkout token is missing, unknown, expired or bound to another chain. */
export class CheckoutTokenError extends Error {
  override readonly name = "CheckoutTokenError";
  constructor() {
    super("The checkout token is missing, unknown or expired. Ask for a new quote.");
  }
}

/** Nothing was sent: its gas would cost more than the fee allows. Both are US dollars as decimal strings. */
export class SponsorshipUnprofitableError extends Error {
  override readonly name = "SponsorshipUnprofitableError";
  readonly estimatedCost: string;
  readonly fee: string;
  constructor(estimatedCost: string, fee: string) {
    super(
      `The gas of this payment costs ${estimatedCost} USD at the moment and its fee is ${fee} USD, so it is not sponsored. Pay by a transaction of your own, on another chain, or later.`,
    );
    this.estimatedCost = estimatedCost;
    this.fee = fee;
  }
}
