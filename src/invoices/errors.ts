import { DomainError } from "../runtime/index.ts";
import type { InvoiceStatus } from "../store/index.ts";

/** There is no such invoice, or it is another organization's: from outside they look the same. */
export class InvoiceNotFoundError extends DomainError {
  override readonly name = "InvoiceNotFoundError";
  override readonly code = "INVOICE_NOT_FOUND";
  constructor(id: string) {
    super(`There is no invoice "${id}".`);
  }
}

/** The invoice's state does not allow what was asked. */
export class InvoiceStateError extends DomainError {
  override readonly name = "InvoiceStateError";
  override readonly code = "INVOICE_STATE";
  constructor(status: InvoiceStatus, message: string) {
    super(message, { details: { status } });
  }
}

/** A payment of the invoice is on chain: its outcome comes first. */
export class InvoiceUnderWayError extends DomainError {
  override readonly name = "InvoiceUnderWayError";
  override readonly code = "INVOICE_UNDER_WAY";
  constructor() {
    super("A payment of this invoice is on chain. Wait until it is final.");
  }
}

/** The invoice names no mail address of its customer. */
export class InvoiceWithoutMailError extends DomainError {
  override readonly name = "InvoiceWithoutMailError";
  override readonly code = "INVOICE_WITHOUT_MAIL";
  constructor() {
    super("The invoice has no mail address of its customer. Send its url yourself.");
  }
}

/** The customer was mailed a moment ago, or often enough. */
export class InvoiceMailedError extends DomainError {
  override readonly name = "InvoiceMailedError";
  override readonly code = "INVOICE_MAILED";
  /** `retryAfter`: seconds; null: no more mails of this invoice go out by hand. */
  constructor(retryAfter: number | null) {
    const message =
      retryAfter === null
        ? "The customer was mailed about this invoice ten times. Talk to them."
        : `The customer was mailed about this invoice a moment ago. Wait ${retryAfter} seconds.`;
    super(message, { details: retryAfter === null ? {} : { retryAfter } });
  }
}

/** The operator has configured none. */
export class NoMailServerError extends DomainError {
  override readonly name = "NoMailServerError";
  override readonly code = "MAIL_UNAVAILABLE";
  constructor() {
    super("This server sends no mail. Send the url of the invoice yourself.");
  }
}

/** All credit notes of an invoice together would be more than the invoice. Amounts are decimal strings of its currency. */
export class CreditExceedsTotalError extends DomainError {
  override readonly name = "CreditExceedsTotalError";
  override readonly code = "CREDIT_EXCEEDS_TOTAL";
  constructor(available: string) {
    super(`${available} of this invoice can be credited at most.`, { details: { available } });
  }
}
