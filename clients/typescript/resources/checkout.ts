import type { Address } from "viem";
import { serverSentEvents } from "../server-sent-events.ts";
import type { RequestOptions, Transport } from "../transport.ts";
import type {
  Authorization,
  CheckoutSettings,
  Checkout as CheckoutView,
  Claims,
  CreateQuote,
  PayerBalances,
  Quote,
  Recoveries,
  SubmitAuthorization,
  UpdateCheckoutSettings,
} from "../types.ts";

/** What a payer's side does, without a key; and, with one, what a merchant decides about its checkout page. */
export class Checkout {
  readonly #transport: Transport;
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  retrieve(paymentId: string, options: RequestOptions = {}): Promise<CheckoutView> {
    return this.#transport.json({ method: "GET", path: path(paymentId), ...options });
  }

  /** What an account holds of each token that the payment can be paid in. */
  balances(paymentId: string, account: Address, options: RequestOptions = {}): Promise<PayerBalances> {
    return this.#transport.json({ method: "GET", path: `${path(paymentId)}/balances`, query: { account }, ...options });
  }

  /** The deposits at the payment's addresses that do not pay it, with the transactions that recover them, twenty quotes at a time. */
  recoveries(paymentId: string, options: RequestOptions & { readonly cursor?: string } = {}): Promise<Recoveries> {
    const { cursor, ...rest } = options;
    return this.#transport.json({ method: "GET", path: `${path(paymentId)}/recoveries`, query: { cursor }, ...rest });
  }

  /** @deprecated Use `recoveries`. */
  claims(paymentId: string, options: RequestOptions = {}): Promise<Claims> {
    return this.#transport.json({ method: "GET", path: `${path(paymentId)}/claims`, ...options });
  }

  /** Binds the payment to one chain, token and amount, until its rate may have moved: see `expiresAt`. */
  quote(paymentId: string, choice: CreateQuote, options: RequestOptions = {}): Promise<Quote> {
    return this.#transport.json({ method: "POST", path: `${path(paymentId)}/quotes`, body: choice, ...options });
  }

  /** Has a payer's signature submitted. Not retried by itself: retrieve the payment first. */
  authorize(
    paymentId: string,
    authorization: SubmitAuthorization,
    options: RequestOptions = {},
  ): Promise<Authorization> {
    const request = { path: `${path(paymentId)}/authorizations`, body: authorization, repeatable: false };
    return this.#transport.json({ method: "POST", ...request, ...options });
  }

  /** The checkout now and after every change, until its state is final. Give a signal to stop before. */
  async *follow(paymentId: string, { signal }: Pick<RequestOptions, "signal"> = {}): AsyncGenerator<CheckoutView> {
    const request = { method: "GET", path: `${path(paymentId)}/events` } as const;
    const response = await this.#transport.raw({ ...request, ...(signal && { signal }) });
    if (response.body === null) return;
    for await (const { data } of serverSentEvents(response.body)) yield JSON.parse(data) as CheckoutView;
  }

  settings(options: RequestOptions = {}): Promise<CheckoutSettings> {
    return this.#transport.json({ method: "GET", path: "/v1/checkout-settings", ...options });
  }

  updateSettings(settings: UpdateCheckoutSettings, options: RequestOptions = {}): Promise<CheckoutSettings> {
    return this.#transport.json({ method: "PUT", path: "/v1/checkout-settings", body: settings, ...options });
  }
}

function path(paymentId: string): string {
  return `/v1/checkout/${encodeURIComponent(paymentId)}`;
}
