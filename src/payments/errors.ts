import type { PaymentStatus } from "../protocol/index.ts";
import { DomainError } from "../runtime/index.ts";

/** One thing wrong with a request: where, and what to do about it. */
export type Issue = { readonly path: readonly (string | number)[]; readonly message: string };

/** The request is well-formed, but its parts do not go together. Nothing was written. */
export class InvalidPaymentError extends DomainError {
  override readonly name = "InvalidPaymentError";
  override readonly code = "VALIDATION_FAILED";
  readonly issues: readonly Issue[];
  constructor(issues: readonly Issue[]) {
    super(issues.map(({ message }) => message).join(" "), { details: { errors: issues } });
    this.issues = issues;
  }
}

/** There is no such payment, or it is another merchant's: from outside the two look the same. */
export class PaymentNotFoundError extends DomainError {
  override readonly name = "PaymentNotFoundError";
  override readonly code = "PAYMENT_NOT_FOUND";
  constructor(id: string) {
    super(`There is no payment "${id}".`);
  }
}

/** The payment's state does not allow what was asked. */
export class PaymentStateError extends DomainError {
  override readonly name = "PaymentStateError";
  override readonly code = "PAYMENT_NOT_ACTIVE";
  readonly status: PaymentStatus;
  constructor(status: PaymentStatus, action: string) {
    super(`The payment is ${status}: only an ACTIVE payment can be ${action}.`, { details: { status } });
    this.status = status;
  }
}

/** Another payment of the merchant that is open or paid has this external id. */
export class ExternalIdInUseError extends DomainError {
  override readonly name = "ExternalIdInUseError";
  override readonly code = "EXTERNAL_ID_IN_USE";
  readonly paymentId: string | null;
  constructor(paymentId: string | null) {
    super("externalId already in use", { details: { paymentId } });
    this.paymentId = paymentId;
  }
}
