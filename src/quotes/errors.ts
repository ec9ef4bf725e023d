import { DomainError } from "../runtime/index.ts";
/** The payment has no such quote. */
export class QuoteNotFoundError extends DomainError {
  override readonly name = "QuoteNotFoundError";
  override readonly code = "QUOTE_NOT_FOUND";
  constructor(id: string) {
    super(`The payment has no quote "${id}". Ask for one with POST /v1/checkout/{id}/quotes.`);
  }
}

/** The quote is over, or so little of its time is left that nothing would be included before its end. */
export class QuoteExpiredError extends DomainError {
  override readonly name = "QuoteExpiredError";
  override readonly code = "QUOTE_EXPIRED";
  constructor() {
    super("Too little of the quote's time is left. Ask for another with POST /v1/checkout/{id}/quotes, and sign that.");
  }
}

/** The checkout token is missing, unknown, expired or bound to another chain. */
export class CheckoutTokenError extends DomainError {
  override readonly name = "CheckoutTokenError";
  override readonly code = "UNAUTHORIZED";
  constructor() {
    super("The checkout token is missing, unknown or expired. Ask for a new quote.");
  }
}
