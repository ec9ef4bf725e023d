// `checked-quote.ts`, which computes everything anew, is large: whoever needs more than the check imports it by itself.

export { checkQuote, refundToOf } from "./check-quote.ts";
export type { CheckedQuote } from "./checked-quote.ts";
export { QuoteMismatchError } from "./errors.ts";
