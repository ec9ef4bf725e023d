import type { Checkout, Quote } from "../../../clients/typescript/types.ts";

/**
 * Computes everything that a payer relies on anew from the terms: the id that they hash to, the address that follows from it, the amount, token
 * and chain. Throws `QuoteMismatchError`.
 */
export async function checkQuote(checkout: Checkout, quote: Quote): Promise<void> {
  // Hashing needs much code that the first screen does not.
  const { readQuote } = await import("./checked-quote.ts");
  readQuote(checkout, quote);
}
