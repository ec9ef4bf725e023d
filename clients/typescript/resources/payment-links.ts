import { type List, listOf, type PageBody } from "../page.ts";
import type { RequestOptions, Transport } from "../transport.ts";
import type { CreatePaymentLink, DeletedPaymentLink, PaymentLink, UpdatePaymentLink } from "../types.ts";

const path = "/api/v1/payment_links";
const pathOf = (id: string) => `${path}/${encodeURIComponent(id)}`;

/** Links with a fixed price in fiat, in the shape of the `payment_links` API. `links` has all that a link can do. */
export class PaymentLinks {
  readonly #transport: Transport;
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Creates a link. Share its `checkoutUrl`. */
  create(link: CreatePaymentLink, options: RequestOptions = {}): Promise<PaymentLink> {
    return this.#transport.json({ method: "POST", path, body: link, ...options });
  }

  /** The newest first: `limit` of them (25 when left out), after the one with the id `starting_after`. */
  list(
    { limit, starting_after }: { readonly limit?: number; readonly starting_after?: string } = {},
    options: RequestOptions = {},
  ): List<PaymentLink> {
    const read = (after: string | undefined) => {
      const query = { limit, starting_after: after };
      return this.#transport.json<PageBody<PaymentLink>>({ method: "GET", path, query, ...options });
    };
    return listOf(read, starting_after);
  }

  retrieve(id: string, options: RequestOptions = {}): Promise<PaymentLink> {
    return this.#transport.json({ method: "GET", path: pathOf(id), ...options });
  }

  /** What is left out stays, and null clears. A price counts for later visits. */
  update(id: string, change: UpdatePaymentLink, options: RequestOptions = {}): Promise<PaymentLink> {
    return this.#transport.json({ method: "PATCH", path: pathOf(id), body: change, ...options });
  }

  /** For good: its page stops at once. */
  del(id: string, options: RequestOptions = {}): Promise<DeletedPaymentLink> {
    return this.#transport.json({ method: "DELETE", path: pathOf(id), ...options });
  }
}
