export { assignRouters } from "./assign-routers.ts";
export { forgetExpiredTokens, isCheckoutToken, quoteByCheckoutToken, quoteByPaymasterToken } from "./checkout-token.ts";
export type { QuotesContext } from "./context.ts";
export { deleteQuotes } from "./delete-quotes.ts";
export {
  CheckoutTokenError,
  QuoteExpiredError,
  QuoteNotFoundError,
  RecipientDeniedError,
  TooManyQuotesError,
} from "./errors.ts";
export { firstQuotes } from "./first-quotes.ts";
export { newestQuote, openQuotes } from "./open-quotes.ts";
export { checkInTime, checkPayable, type PayableQuote, quoteOfPayment, readQuote } from "./payable-quote.ts";
export { transferMinutes } from "./quote-life.ts";
export { type NewQuote, quotePayment } from "./quote-payment.ts";
export { knownRouterFee, RouterFeeUnknownError } from "./router-fee.ts";
