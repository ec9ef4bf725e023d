import { DomainError } from "../runtime/index.ts";
import type { MandateStatus } from "../store/index.ts";

/** There is no such mandate, or it is another merchant's. */
export class MandateNotFoundError extends DomainError {
  override readonly name = "MandateNotFoundError";
  override readonly code = "MANDATE_NOT_FOUND";
  constructor(id: string) {
    super(`There is no mandate "${id}".`);
  }
}

/** The server has no contract of mandates, or no relayer that charges by them. */
export class MandatesUnavailableError extends DomainError {
  override readonly name = "MandatesUnavailableError";
  override readonly code = "MANDATES_UNAVAILABLE";
  constructor() {
    super("This server takes no mandates: its operator has to set MANDATES_ADDRESS and a relayer's key.");
  }
}

/** The mandate's state does not allow what was asked. */
export class MandateStateError extends DomainError {
  override readonly name = "MandateStateError";
  override readonly code = "MANDATE_STATE";
  constructor(status: MandateStatus, needed: string) {
    super(`The mandate is ${status}: ${needed}`, { details: { status } });
  }
}

/** The terms that were signed are not those that hold now. */
export class MandateTermsError extends DomainError {
  override readonly name = "MandateTermsError";
  override readonly code = "MANDATE_TERMS_CHANGED";
  constructor(what: string) {
    super(`${what} Ask for the terms again, and sign those.`);
  }
}

/** It is not the payer's signature of these terms. */
export class MandateSignatureError extends DomainError {
  override readonly name = "MandateSignatureError";
  override readonly code = "MANDATE_SIGNATURE_INVALID";
  constructor(signer: string) {
    super(`${signer} has not signed these terms: neither its key nor its code says so.`);
  }
}

/** Nothing could ever be charged from this account. */
export class MandatePayerError extends DomainError {
  override readonly name = "MandatePayerError";
  override readonly code = "MANDATE_PAYER_REFUSED";
}

/** The period cannot be charged so. */
export class ChargeRefusedError extends DomainError {
  override readonly name = "ChargeRefusedError";
  override readonly code = "CHARGE_REFUSED";
}
