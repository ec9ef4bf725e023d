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

/** All credit notes of an invoice together would be more than the invoice. Amounts are decimal strings of its currency. */
export class CreditExceedsTotalError extends DomainError {
  override readonly name = "CreditExceedsTotalError";
  override readonly code = "CREDIT_EXCEEDS_TOTAL";
  constructor(available: string) {
    super(`${available} of this invoice can be credited at most.`, { details: { available } });
  }
}
