import type { Address } from "viem";
import type { PaymentsContext } from "../payments/index.ts";
import type { TokenSymbol } from "../protocol/index.ts";
import type { ExchangeRates } from "../rates/index.ts";
import type { DatabaseTransaction, Quote } from "../store/index.ts";

/** What quotes need from outside. */
export type QuotesContext = Pick<
  PaymentsContext,
  "database" | "clock" | "chains" | "router" | "feeBasisPoints" | "reserved"
> & {
  readonly rates: ExchangeRates;
  /** Open quotes of all payments that name a `refundTo`, from one network address. */
  readonly mostOpenPerAddress: number;
  /** Which of these addresses a token's issuer has denied, as far as is known now. */
  readonly findDenied: (
    chainId: number,
    token: TokenSymbol,
    addresses: readonly Address[],
  ) => Promise<readonly Address[]>;
  /** Runs in the transaction that writes a new quote: whoever watches its deposit address begins there. */
  readonly onQuote: (transaction: DatabaseTransaction, quote: Quote) => Promise<void>;
};
