import { type List, listOf, type PageBody } from "../page.ts";
import type { RequestOptions, Transport } from "../transport.ts";
import type { BindDepositReference, DepositReference, ListDepositReferences } from "../types.ts";

const path = "/v1/deposit-references";
const pathOf = (id: string) => `${path}/${encodeURIComponent(id)}`;

/** Addresses for ever, bound to a reference of yours: what comes there is a deposit of it. */
export class DepositReferences {
  readonly #transport: Transport;
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Bound already, it has the same addresses; after your split has changed, others beside them. */
  bind(reference: BindDepositReference, options: RequestOptions = {}): Promise<DepositReference> {
    return this.#transport.json({ method: "POST", path, body: reference, ...options });
  }

  retrieve(id: string, options: RequestOptions = {}): Promise<DepositReference> {
    return this.#transport.json({ method: "GET", path: pathOf(id), ...options });
  }

  /** The newest first. Await it for a page, or go through all with `for await`. */
  list({ cursor, bound, ...filter }: ListDepositReferences = {}, options: RequestOptions = {}): List<DepositReference> {
    const read = (from: string | undefined) => {
      const query = { ...filter, cursor: from, bound: bound === undefined ? undefined : `${bound}` };
      return this.#transport.json<PageBody<DepositReference>>({ method: "GET", path, query, ...options });
    };
    return listOf(read, cursor);
  }

  /** For good. What comes to its addresses is still credited. */
  unbind(id: string, options: RequestOptions = {}): Promise<DepositReference> {
    return this.#transport.json({ method: "DELETE", path: pathOf(id), ...options });
  }
}
