import type { PaymentStatus } from "../protocol/index.ts";
import { DomainError } from "../runtime/index.ts";
import type { Mode } from "../store/index.ts";

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
  constructor(paymentId: string | null, checkoutUrl: string) {
    const paymentUrl = paymentId && `${checkoutUrl}/${paymentId}`;
    super("externalId already in use", { details: { paymentId, paymentUrl } });
    this.paymentId = paymentId;
  }
}

/** Somebody holds the right to pay: paying at the same time could take the money twice. */
export class PaymentUnderWayError extends DomainError {
  override readonly name = "PaymentUnderWayError";
  override readonly code = "PAYMENT_UNDER_WAY";
  /** Seconds until the right to try is free at the latest. */
  readonly retryAfter: number;
  constructor(retryAfter: number) {
    super(`The payment is being paid. Wait for the outcome, or try again in ${retryAfter} seconds.`, {
      details: { retryAfter },
    });
    this.retryAfter = retryAfter;
  }
}

/** Earlier attempts failed, of the same account or at our cost: the next one has to wait. */
export class AttemptDelayedError extends DomainError {
  override readonly name = "AttemptDelayedError";
  override readonly code = "ATTEMPT_DELAYED";
  /** Seconds. */
  readonly retryAfter: number;
  constructor(retryAfter: number) {
    super(
      `Earlier attempts failed. Try again in ${retryAfter} seconds, or pay by a transaction of your own wallet or by a transfer.`,
      { details: { retryAfter } },
    );
    this.retryAfter = retryAfter;
  }
}

/** What was submitted of one account for this payment reverted on chain again and again, at our cost. */
export class AttemptsExhaustedError extends DomainError {
  override readonly name = "AttemptsExhaustedError";
  override readonly code = "ATTEMPTS_EXHAUSTED";
  constructor() {
    super(
      "Too many attempts of this account to pay this payment reverted. Pay by a transaction of your own wallet, by a transfer, or from another account.",
    );
  }
}

/** The key's mode has no chain here. */
export class ModeUnavailableError extends DomainError {
  override readonly name = "ModeUnavailableError";
  override readonly code = "MODE_UNAVAILABLE";
  constructor(mode: Mode) {
    const kind = mode === "test" ? "testnets" : "real chains";
    super(`This server has no chain for ${mode} payments: its operator has configured no ${kind}.`, {
      details: { mode },
    });
  }
}
