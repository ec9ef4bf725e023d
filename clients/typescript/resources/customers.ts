import { type List, listOf, type PageBody } from "../page.ts";
import type { RequestOptions, Transport } from "../transport.ts";
import type { CreateCustomer, Customer, ListCustomers } from "../types.ts";

/** Somebody who pays in again and again. */
export class Customers {
  readonly #transport: Transport;
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  create(customer: CreateCustomer, options: RequestOptions = {}): Promise<Customer> {
    return this.#transport.json({ method: "POST", path: "/v1/customers", body: customer, ...options });
  }

  retrieve(id: string, options: RequestOptions = {}): Promise<Customer> {
    return this.#transport.json({ method: "GET", path: `/v1/customers/${encodeURIComponent(id)}`, ...options });
  }

  /** The newest first. Await it for a page, or go through all with `for await`. */
  list({ cursor, ...filter }: ListCustomers = {}, options: RequestOptions = {}): List<Customer> {
    const read = (from: string | undefined) => {
      const query = { ...filter, cursor: from };
      return this.#transport.json<PageBody<Customer>>({ method: "GET", path: "/v1/customers", query, ...options });
    };
    return listOf(read, cursor);
  }
}
