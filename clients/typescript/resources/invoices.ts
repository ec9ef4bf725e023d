import { type List, listOf, type PageBody } from "../page.ts";
import type { RequestOptions, Transport } from "../transport.ts";
import type { CreateInvoice, CreditInvoice, Invoice, ListInvoices } from "../types.ts";

const pathOf = (id: string) => `/v1/invoices/${encodeURIComponent(id)}`;

/** What customers are asked to pay. Every method takes an invoice's id or its public id. */
export class Invoices {
  readonly #transport: Transport;
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Creates an invoice with the next number. Send its `url` to your customer. */
  create(invoice: CreateInvoice, options: RequestOptions = {}): Promise<Invoice> {
    return this.#transport.json({ method: "POST", path: "/v1/invoices", body: invoice, ...options });
  }

  retrieve(id: string, options: RequestOptions = {}): Promise<Invoice> {
    return this.#transport.json({ method: "GET", path: pathOf(id), ...options });
  }

  /** The newest first. Await it for a page, or go through all with `for await`. */
  list({ cursor, ...filter }: ListInvoices = {}, options: RequestOptions = {}): List<Invoice> {
    const read = (from: string | undefined) => {
      const query = { ...filter, cursor: from };
      return this.#transport.json<PageBody<Invoice>>({ method: "GET", path: "/v1/invoices", query, ...options });
    };
    return listOf(read, cursor);
  }

  /** Mails the request to pay it to its customer, again. */
  notify(id: string, options: RequestOptions = {}): Promise<Invoice> {
    return this.#act(id, "notify", options);
  }

  /** Reminds its customer now. */
  remind(id: string, options: RequestOptions = {}): Promise<Invoice> {
    return this.#act(id, "remind", options);
  }

  /** Takes one back that nothing has come for. */
  void(id: string, options: RequestOptions = {}): Promise<Invoice> {
    return this.#act(id, "void", options);
  }

  /** It takes no more payments. */
  expire(id: string, options: RequestOptions = {}): Promise<Invoice> {
    return this.#act(id, "expire", options);
  }

  /** Takes what has come of it for the whole. */
  settle(id: string, options: RequestOptions = {}): Promise<Invoice> {
    return this.#act(id, "settle", options);
  }

  /** Makes a credit note: so much less is to be paid. */
  credit(id: string, credit: CreditInvoice, options: RequestOptions = {}): Promise<Invoice> {
    return this.#transport.json({ method: "POST", path: `${pathOf(id)}/credit-notes`, body: credit, ...options });
  }

  #act(id: string, action: string, options: RequestOptions): Promise<Invoice> {
    return this.#transport.json({ method: "POST", path: `${pathOf(id)}/${action}`, ...options });
  }
}
