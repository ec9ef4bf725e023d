import type { Checkout, Quote } from "../../../src/client/types.ts";
import { PayerError } from "../payer-error.ts";

/** What the server offered does not fit the payment or itself: nothing of it may be shown or signed. */
export class QuoteMismatchError extends PayerError {
  override readonly name = "QuoteMismatchError";
  constructor({ id }: Quote, { merchantName: merchant }: Checkout, mismatch: string) {
    super(`The quote ${id} must not be paid: ${mismatch}.`, { key: "quote.mismatch", values: { merchant } });
  }
}

/**
 * Computes everything that a payer relies on anew from the terms: the id that they hash to, the address that follows from it, the amount, token
 * and chain. Throws `QuoteMismatchError`.
 */
export async function checkQuote(checkout: Checkout, quote: Quote): Promise<void> {
  // Hashing needs much code that the first screen does not.
  const { readQuote } = await import("./checked-quote.ts");
  readQuote(checkout, quote);
}
