import type { Address, Client } from "viem";
import type { Checkout as CheckoutApi } from "../../../clients/typescript/resources/checkout.ts";
import type { Quote } from "../../../clients/typescript/types.ts";
import type { CheckedQuote } from "../../shared/quote/checked-quote.ts";
import type { ConnectedWallet } from "../../shared/wallets/index.ts";
import type { PayerFacts } from "./inspect-payer.ts";

/** What of the API paying uses. */
export type PaymentApi = Pick<CheckoutApi, "retrieve" | "authorize" | "balances">;

/** One quote, checked, in front of one connected wallet: what every method works with. */
export type PreparedPayment = CheckedQuote & {
  readonly quote: Quote;
  readonly router: Address;
  readonly wallet: ConnectedWallet;
  readonly payer: Address;
  readonly facts: PayerFacts;
  /** Reads the chain through the API. */
  readonly client: Client;
  readonly api: PaymentApi;
  /** The server's time, whatever the payer's clock says. Milliseconds since 1970. */
  readonly now: () => number;
};
