import type { Address, Client } from "viem";
import type { Checkout as CheckoutApi } from "../../../clients/typescript/resources/checkout.ts";
import type { Quote } from "../../../clients/typescript/types.ts";
import type { CheckedQuote } from "../checkout/checked-quote.ts";
import type { ConnectedWallet } from "../wallets/wallet.ts";
import type { PayerFacts } from "./look-at-payer.ts";

/** What of the API the ladder uses. */
export type LadderApi = Pick<CheckoutApi, "retrieve" | "authorize">;

/** One quote, checked, in front of one connected wallet: what every rung works with. */
export type PaymentAtHand = CheckedQuote & {
  readonly quote: Quote;
  readonly router: Address;
  readonly wallet: ConnectedWallet;
  readonly payer: Address;
  readonly facts: PayerFacts;
  /** Reads the chain through the API. */
  readonly client: Client;
  readonly api: LadderApi;
};
