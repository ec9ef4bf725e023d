import { DomainError } from "../runtime/index.ts";
/** The payment has no such quote. */
export class QuoteNotFoundError extends DomainError {
  override readonly name = "QuoteNotFoundError";
  override readonly code = "QUOTE_NOT_FOUND";
  constructor(id: string) {
    super(`The payment has no quote "${id}". Ask for one with POST /v1/checkout/{id}/quotes.`);
  }
}

/** The token's issuer has denied one of the payment's recipients: a payment in this token would not reach it. */
export class RecipientDeniedError extends DomainError {
  override readonly name = "RecipientDeniedError";
  override readonly code = "RECIPIENT_DENIED";
  constructor(address: string, token: string, chain: string) {
    super(
      `The issuer of ${token} on ${chain} has denied a recipient of this payment, so it cannot be paid by it. Pay in another token.`,
      { details: { address } },
    );
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

/** Too many quotes that each name an address to return money to. One without is never refused. */
export class TooManyQuotesError extends DomainError {
  override readonly name = "TooManyQuotesError";
  override readonly code = "TOO_MANY_QUOTES";
  constructor(whose: string) {
    super(
      `There are too many quotes with a refundTo ${whose}. Use one that you have, ask for one without refundTo, or try again when some are over.`,
    );
  }
}
