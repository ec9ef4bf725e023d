import { type List, listOf, type PageBody } from "../page.ts";
import type { RequestOptions, Transport } from "../transport.ts";
import type { Deposit, ListDeposits } from "../types.ts";

/** What came to the addresses of deposit references. */
export class Deposits {
  readonly #transport: Transport;
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  retrieve(id: string, options: RequestOptions = {}): Promise<Deposit> {
    return this.#transport.json({ method: "GET", path: `/v1/deposits/${encodeURIComponent(id)}`, ...options });
  }

  /** The newest first. Await it for a page, or go through all with `for await`. */
  list({ cursor, ...filter }: ListDeposits = {}, options: RequestOptions = {}): List<Deposit> {
    const read = (from: string | undefined) => {
      const query = { ...filter, cursor: from };
      return this.#transport.json<PageBody<Deposit>>({ method: "GET", path: "/v1/deposits", query, ...options });
    };
    return listOf(read, cursor);
  }
}
