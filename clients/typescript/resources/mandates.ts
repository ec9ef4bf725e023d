import { type List, listOf, type PageBody } from "../page.ts";
import type { RequestOptions, Transport } from "../transport.ts";
import type { ChargeMandate, CreateMandate, ListMandates, Mandate, MandateCharge, PageQuery } from "../types.ts";

const path = "/v1/mandates";
const pathOf = (id: string) => `${path}/${encodeURIComponent(id)}`;

/** What payers sign once, to be charged each period. */
export class Mandates {
  readonly #transport: Transport;
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Its payer signs it at `url`. */
  create(mandate: CreateMandate, options: RequestOptions = {}): Promise<Mandate> {
    return this.#transport.json({ method: "POST", path, body: mandate, ...options });
  }

  retrieve(id: string, options: RequestOptions = {}): Promise<Mandate> {
    return this.#transport.json({ method: "GET", path: pathOf(id), ...options });
  }

  /** The newest first. Await it for a page, or go through all with `for await`. */
  list({ cursor, ...filter }: ListMandates = {}, options: RequestOptions = {}): List<Mandate> {
    const read = (from: string | undefined) => {
      const query = { ...filter, cursor: from };
      return this.#transport.json<PageBody<Mandate>>({ method: "GET", path, query, ...options });
    };
    return listOf(read, cursor);
  }

  /** Nothing is charged by it any more. On chain its payer's signature stays valid until the payer ends it. */
  cancel(id: string, options: RequestOptions = {}): Promise<Mandate> {
    return this.#transport.json({ method: "POST", path: `${pathOf(id)}/cancel`, ...options });
  }

  /** Once, in the period's window. Asked for again, the charge is answered as it stands. */
  charge(id: string, charge: ChargeMandate, options: RequestOptions = {}): Promise<MandateCharge> {
    return this.#transport.json({ method: "POST", path: `${pathOf(id)}/charges`, body: charge, ...options });
  }

  /** The newest first. Await it for a page, or go through all with `for await`. */
  charges(id: string, { cursor, ...filter }: PageQuery = {}, options: RequestOptions = {}): List<MandateCharge> {
    const read = (from: string | undefined) => {
      const query = { ...filter, cursor: from };
      return this.#transport.json<PageBody<MandateCharge>>({
        method: "GET",
        path: `${pathOf(id)}/charges`,
        query,
        ...options,
      });
    };
    return listOf(read, cursor);
  }

  /** One that was not made yet. */
  cancelCharge(id: string, period: number, options: RequestOptions = {}): Promise<MandateCharge> {
    return this.#transport.json({ method: "POST", path: `${pathOf(id)}/charges/${period}/cancel`, ...options });
  }
}
