import type { Checkout, Quote } from "../../../clients/typescript/types.ts";
import { PayerError } from "../payer-error.ts";

/** What the server offered does not fit the payment or itself: nothing of it may be shown or signed. */
export class QuoteMismatchError extends PayerError {
  override readonly name = "QuoteMismatchError";
  constructor({ id }: Quote, { merchantName: merchant }: Checkout, mismatch: string) {
    super(`The quote ${id} must not be paid: ${mismatch}.`, { key: "quote.mismatch", values: { merchant } });
  }
}
