import { type List, listOf, type PageBody } from "../page.ts";
import type { RequestOptions, Transport } from "../transport.ts";
import type { CreateLink, DeletedLink, Link, ListLinks, UpdateLink } from "../types.ts";

const pathOf = (id: string) => `/v1/links/${encodeURIComponent(id)}`;

/** Templates of payments behind permanent URLs: with sellers, accepted chains and tokens, a limit, or an amount that the payer chooses. */
export class Links {
  readonly #transport: Transport;
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Creates a link. Share its `url`. */
  create(link: CreateLink, options: RequestOptions = {}): Promise<Link> {
    return this.#transport.json({ method: "POST", path: "/v1/links", body: link, ...options });
  }

  retrieve(id: string, options: RequestOptions = {}): Promise<Link> {
    return this.#transport.json({ method: "GET", path: pathOf(id), ...options });
  }

  /** The newest first. Await it for a page, or go through all with `for await`. */
  list({ cursor, active, ...page }: ListLinks = {}, options: RequestOptions = {}): List<Link> {
    const read = (from: string | undefined) => {
      const query = { ...page, cursor: from, active: active === undefined ? undefined : `${active}` };
      return this.#transport.json<PageBody<Link>>({ method: "GET", path: "/v1/links", query, ...options });
    };
    return listOf(read, cursor);
  }

  /** What is left out stays, and null clears. Payments that the link made stay as they are. */
  update(id: string, change: UpdateLink, options: RequestOptions = {}): Promise<Link> {
    return this.#transport.json({ method: "PATCH", path: pathOf(id), body: change, ...options });
  }

  /** For good. */
  del(id: string, options: RequestOptions = {}): Promise<DeletedLink> {
    return this.#transport.json({ method: "DELETE", path: pathOf(id), ...options });
  }
}
