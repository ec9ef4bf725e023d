import { type List, listOf, type PageBody } from "../page.ts";
import type { RequestOptions, Transport } from "../transport.ts";
import type { Claims, CreatePayment, ListPayments, Payment } from "../types.ts";

/** What a merchant's server does with payments. */
export class Payments {
  readonly #transport: Transport;
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Creates a payment. Send your customer to its `paymentUrl`. */
  create(payment: CreatePayment, options: RequestOptions = {}): Promise<Payment> {
    return this.#transport.json({ method: "POST", path: "/v1/payments", body: payment, ...options });
  }

  retrieve(id: string, options: RequestOptions = {}): Promise<Payment> {
    return this.#transport.json({ method: "GET", path: `/v1/payments/${encodeURIComponent(id)}`, ...options });
  }

  /** The newest first. Await it for a page, or go through all with `for await`. */
  list({ cursor, ...filter }: ListPayments = {}, options: RequestOptions = {}): List<Payment> {
    const read = (from: string | undefined) =>
      this.#transport.json<PageBody<Payment>>({
        method: "GET",
        path: "/v1/payments",
        query: { ...(filter as Record<string, string | number | undefined>), cursor: from },
        ...options,
      });
    return listOf(read, cursor);
  }

  /** What stands at the payment's deposit addresses and does not pay it. */
  claims(id: string, options: RequestOptions = {}): Promise<Claims> {
    return this.#transport.json({ method: "GET", path: `/v1/payments/${encodeURIComponent(id)}/claims`, ...options });
  }

  /** Has the server send for what anybody may send for. */
  requestClaims(id: string, options: RequestOptions = {}): Promise<Claims> {
    return this.#transport.json({ method: "POST", path: `/v1/payments/${encodeURIComponent(id)}/claims`, ...options });
  }

  /** Cancels an ACTIVE payment. */
  cancel(id: string, options: RequestOptions = {}): Promise<Payment> {
    return this.#transport.json({ method: "DELETE", path: `/v1/payments/${encodeURIComponent(id)}`, ...options });
  }
}
