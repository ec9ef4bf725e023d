import { type List, listOf, type PageBody } from "../page.ts";
import type { RequestOptions, Transport } from "../transport.ts";
import type {
  CreateSubscriptionPackage,
  ListSubscriptionPackages,
  SubscriptionPackage,
  UpdateSubscriptionPackage,
} from "../types.ts";

const pathOf = (id: string) => `/v1/subscription-packages/${encodeURIComponent(id)}`;

/** What customers can subscribe to. Every method takes a package's id or its slug. */
export class SubscriptionPackages {
  readonly #transport: Transport;
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Send customers to its `url`, or subscribe them yourself. */
  create(body: CreateSubscriptionPackage, options: RequestOptions = {}): Promise<SubscriptionPackage> {
    return this.#transport.json({ method: "POST", path: "/v1/subscription-packages", body, ...options });
  }

  retrieve(id: string, options: RequestOptions = {}): Promise<SubscriptionPackage> {
    return this.#transport.json({ method: "GET", path: pathOf(id), ...options });
  }

  /** The newest first. Await it for a page, or go through all with `for await`. */
  list(
    { cursor, active, ...filter }: ListSubscriptionPackages = {},
    options: RequestOptions = {},
  ): List<SubscriptionPackage> {
    const read = (from: string | undefined) => {
      const query = { ...filter, ...(active !== undefined && { active: `${active}` }), cursor: from };
      return this.#transport.json<PageBody<SubscriptionPackage>>({
        method: "GET",
        path: "/v1/subscription-packages",
        query,
        ...options,
      });
    };
    return listOf(read, cursor);
  }

  /** What is left out stays. */
  update(id: string, change: UpdateSubscriptionPackage, options: RequestOptions = {}): Promise<SubscriptionPackage> {
    return this.#transport.json({ method: "PATCH", path: pathOf(id), body: change, ...options });
  }
}
