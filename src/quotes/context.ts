import type { PaymentsContext } from "../payments/index.ts";
import type { ExchangeRates } from "../rates/index.ts";
import type { DatabaseTransaction, Quote } from "../store/index.ts";

/** What quotes need from outside. */
export type QuotesContext = Pick<PaymentsContext, "database" | "clock" | "chains" | "router"> & {
  readonly rates: ExchangeRates;
  /** Runs in the transaction that writes a new quote: whoever watches its deposit address begins there. */
  readonly onQuote: (transaction: DatabaseTransaction, quote: Quote) => Promise<void>;
};
