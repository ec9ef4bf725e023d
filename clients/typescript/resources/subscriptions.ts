import { type List, listOf, type PageBody } from "../page.ts";
import type { RequestOptions, Transport } from "../transport.ts";
import type {
  BillingCycle,
  CancelSubscription,
  CreateSubscription,
  ListSubscriptions,
  PageQuery,
  Subscription,
  UpdateSubscription,
} from "../types.ts";

const pathOf = (id: string) => `/v1/subscriptions/${encodeURIComponent(id)}`;

/** Customers' subscriptions to packages. */
export class Subscriptions {
  readonly #transport: Transport;
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Without a trial its first invoice is made and mailed at once. */
  create(body: CreateSubscription, options: RequestOptions = {}): Promise<Subscription> {
    return this.#transport.json({ method: "POST", path: "/v1/subscriptions", body, ...options });
  }

  retrieve(id: string, options: RequestOptions = {}): Promise<Subscription> {
    return this.#transport.json({ method: "GET", path: pathOf(id), ...options });
  }

  /** The newest first. Await it for a page, or go through all with `for await`. */
  list({ cursor, ...filter }: ListSubscriptions = {}, options: RequestOptions = {}): List<Subscription> {
    const read = (from: string | undefined) => {
      const query = { ...filter, cursor: from };
      return this.#transport.json<PageBody<Subscription>>({
        method: "GET",
        path: "/v1/subscriptions",
        query,
        ...options,
      });
    };
    return listOf(read, cursor);
  }

  /** What is left out stays. */
  update(id: string, change: UpdateSubscription, options: RequestOptions = {}): Promise<Subscription> {
    return this.#transport.json({ method: "PATCH", path: pathOf(id), body: change, ...options });
  }

  /** Its periods that were invoiced, the last one first. */
  cycles(id: string, { cursor, limit }: PageQuery = {}, options: RequestOptions = {}): List<BillingCycle> {
    const read = (from: string | undefined) => {
      const query = { limit, cursor: from };
      return this.#transport.json<PageBody<BillingCycle>>({
        method: "GET",
        path: `${pathOf(id)}/cycles`,
        query,
        ...options,
      });
    };
    return listOf(read, cursor);
  }

  /** No invoices are made until it is resumed. */
  pause(id: string, options: RequestOptions = {}): Promise<Subscription> {
    return this.#transport.json({ method: "POST", path: `${pathOf(id)}/pause`, ...options });
  }

  /** After a pause, or instead of ending at the period's end. */
  resume(id: string, options: RequestOptions = {}): Promise<Subscription> {
    return this.#transport.json({ method: "POST", path: `${pathOf(id)}/resume`, ...options });
  }

  /** Now, or at the end of its period. */
  cancel(id: string, cancel: CancelSubscription = {}, options: RequestOptions = {}): Promise<Subscription> {
    return this.#transport.json({ method: "POST", path: `${pathOf(id)}/cancel`, body: cancel, ...options });
  }
}
