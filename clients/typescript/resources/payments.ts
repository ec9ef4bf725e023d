import { ConflictError } from "../errors.ts";
import { type List, listOf, type PageBody } from "../page.ts";
import type { RequestOptions, Transport } from "../transport.ts";
import type { AcceptedMoney, Claims, CreatePayment, ListPayments, Mail, Payment, Recoveries } from "../types.ts";

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

  /** The deposits at the payment's addresses that do not pay it, twenty quotes at a time. */
  recoveries(id: string, options: RequestOptions & { readonly cursor?: string } = {}): Promise<Recoveries> {
    const { cursor, ...rest } = options;
    const path = `/v1/payments/${encodeURIComponent(id)}/recoveries`;
    return this.#transport.json({ method: "GET", path, query: { cursor }, ...rest });
  }

  /** Has the server submit every recovery that anybody may send. */
  requestRecoveries(id: string, options: RequestOptions = {}): Promise<Recoveries> {
    const path = `/v1/payments/${encodeURIComponent(id)}/recoveries`;
    return this.#transport.json({ method: "POST", path, ...options });
  }

  /** Accepts what came and does not pay: too little, or too late. Answers what the router permits, and the transactions that are left to you. */
  accept(id: string, options: RequestOptions = {}): Promise<AcceptedMoney> {
    return this.#transport.json({ method: "POST", path: `/v1/payments/${encodeURIComponent(id)}/accept`, ...options });
  }

  /** The mails about its invoice, the newest first, with what became of each. */
  mails(id: string, options: RequestOptions = {}): Promise<{ readonly data: readonly Mail[] }> {
    return this.#transport.json({ method: "GET", path: `/v1/payments/${encodeURIComponent(id)}/mails`, ...options });
  }

  /** @deprecated Use `recoveries`. */
  claims(id: string, options: RequestOptions = {}): Promise<Claims> {
    return this.#transport.json({ method: "GET", path: `/v1/payments/${encodeURIComponent(id)}/claims`, ...options });
  }

  /** @deprecated Use `requestRecoveries`. */
  requestClaims(id: string, options: RequestOptions = {}): Promise<Claims> {
    return this.#transport.json({ method: "POST", path: `/v1/payments/${encodeURIComponent(id)}/claims`, ...options });
  }

  /** Cancels an ACTIVE payment. One that is cancelled already is answered as it is. */
  async cancel(id: string, options: RequestOptions = {}): Promise<Payment> {
    const path = `/v1/payments/${encodeURIComponent(id)}`;
    try {
      return await this.#transport.json<Payment>({ method: "DELETE", path, ...options });
    } catch (error) {
      if (!(error instanceof ConflictError) || error.body.status !== "CANCELLED") throw error;
      const { signal } = options;
      return this.retrieve(id, signal && { signal });
    }
  }
}
