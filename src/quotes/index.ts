export { checkPayable } from "./check-payable.ts";
export { isCheckoutToken, quoteByCheckoutToken, quoteByPaymasterToken } from "./checkout-token.ts";
export { CheckoutTokenError, PaymentUnderWayError, QuoteExpiredError, QuoteNotFoundError } from "./errors.ts";
export { type NewQuote, quoteOfPayment, quotePayment } from "./quote-payment.ts";
export { claimPayment } from "./reserve-payment.ts";
