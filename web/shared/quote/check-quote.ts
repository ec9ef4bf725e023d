import type { Checkout, Quote } from "../../../clients/typescript/types.ts";

/** Where money of the quote goes back to, where the payer has said so. */
export function refundToOf({ terms }: Pick<Quote, "terms">): string | undefined {
  return /^0x0*$/.test(terms.refundTo) ? undefined : terms.refundTo;
}

/**
 * Computes everything that a payer relies on anew from the terms: the id that they hash to, the address that follows from it, the amount, token
 * and chain; and that money goes back to whom the payer said, or nobody in particular. Throws `QuoteMismatchError`.
 */
export async function checkQuote(checkout: Checkout, quote: Quote, refundTo?: string): Promise<void> {
  // Hashing needs much code that the first screen does not.
  const { readQuote } = await import("./checked-quote.ts");
  readQuote(checkout, quote, refundTo);
}
