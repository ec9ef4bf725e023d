import { type List, listOf, type PageBody } from "../page.ts";
import type { RequestOptions, Transport } from "../transport.ts";
import type { CreateRefund, ListRefunds, Refund } from "../types.ts";

const pathOf = (id: string) => `/v1/refunds/${encodeURIComponent(id)}`;

/** What goes back to payers. The money comes from wallets of your own: sign `transactions` with one, or with a Safe. */
export class Refunds {
  readonly #transport: Transport;
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Refunds a payment, in whole where no amount is given. Without `to`, give the payer `addressUrl`. */
  create(paymentId: string, refund: CreateRefund, options: RequestOptions = {}): Promise<Refund> {
    const path = `/v1/payments/${encodeURIComponent(paymentId)}/refunds`;
    return this.#transport.json({ method: "POST", path, body: refund, ...options });
  }

  retrieve(id: string, options: RequestOptions = {}): Promise<Refund> {
    return this.#transport.json({ method: "GET", path: pathOf(id), ...options });
  }

  /** The newest first. Await it for a page, or go through all with `for await`. */
  list(filter: ListRefunds = {}, options: RequestOptions = {}): List<Refund> {
    return this.#list("/v1/refunds", filter, options);
  }

  /** A payment's, the same way. */
  listOfPayment(paymentId: string, filter: ListRefunds = {}, options: RequestOptions = {}): List<Refund> {
    return this.#list(`/v1/payments/${encodeURIComponent(paymentId)}/refunds`, filter, options);
  }

  /** Only while nothing of it is on chain. */
  cancel(id: string, options: RequestOptions = {}): Promise<Refund> {
    return this.#transport.json({ method: "DELETE", path: pathOf(id), ...options });
  }

  /** Names the transaction by which it was sent, where that is not found by itself: from another wallet, or before the refund was made. */
  nameTransaction(id: string, txHash: string, options: RequestOptions = {}): Promise<Refund> {
    const body = { txHash };
    return this.#transport.json({ method: "POST", path: `${pathOf(id)}/transaction`, body, ...options });
  }

  /** A new `addressUrl` for the payer; older ones end. */
  renewAddressLink(id: string, options: RequestOptions = {}): Promise<Refund> {
    return this.#transport.json({ method: "POST", path: `${pathOf(id)}/address-link`, ...options });
  }

  #list(path: string, { cursor, ...filter }: ListRefunds, options: RequestOptions): List<Refund> {
    const read = (from: string | undefined) =>
      this.#transport.json<PageBody<Refund>>({ method: "GET", path, query: { ...filter, cursor: from }, ...options });
    return listOf(read, cursor);
  }
}
