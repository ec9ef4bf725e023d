import type { Checkout, Quote } from "../../../src/client/types.ts";

/** What the server offered does not fit the payment or itself: it must not be paid. */
export class QuoteMismatchError extends Error {
  override readonly name = "QuoteMismatchError";
}

/**
 * Computes everything that a payer relies on anew from the terms: the id that they hash to, the address that follows from it, the amount, token
 * and chain. Throws `QuoteMismatchError`.
 */
export async function checkQuote(checkout: Checkout, quote: Quote): Promise<void> {
  // Hashing needs much code that the first screen does not.
  const { mismatchOf } = await import("./quote-mismatch.ts");
  const mismatch = mismatchOf(checkout, quote);
  if (mismatch !== null) throw new QuoteMismatchError(`The quote ${quote.id} must not be paid: ${mismatch}`);
}
