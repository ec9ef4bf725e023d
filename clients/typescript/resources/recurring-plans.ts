import { type List, listOf, type PageBody } from "../page.ts";
import type { RequestOptions, Transport } from "../transport.ts";
import type { CreateRecurringPlan, ListRecurringPlans, RecurringPlan, UpdateRecurringPlan } from "../types.ts";

const pathOf = (id: string) => `/v1/recurring-plans/${encodeURIComponent(id)}`;

/** Invoices to one customer each period. */
export class RecurringPlans {
  readonly #transport: Transport;
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Its first invoice is made when its first period begins. */
  create(body: CreateRecurringPlan, options: RequestOptions = {}): Promise<RecurringPlan> {
    return this.#transport.json({ method: "POST", path: "/v1/recurring-plans", body, ...options });
  }

  retrieve(id: string, options: RequestOptions = {}): Promise<RecurringPlan> {
    return this.#transport.json({ method: "GET", path: pathOf(id), ...options });
  }

  /** The newest first. Await it for a page, or go through all with `for await`. */
  list({ cursor, active, ...filter }: ListRecurringPlans = {}, options: RequestOptions = {}): List<RecurringPlan> {
    const read = (from: string | undefined) => {
      const query = { ...filter, ...(active !== undefined && { active: `${active}` }), cursor: from };
      return this.#transport.json<PageBody<RecurringPlan>>({
        method: "GET",
        path: "/v1/recurring-plans",
        query,
        ...options,
      });
    };
    return listOf(read, cursor);
  }

  /** What is left out stays. */
  update(id: string, change: UpdateRecurringPlan, options: RequestOptions = {}): Promise<RecurringPlan> {
    return this.#transport.json({ method: "PATCH", path: pathOf(id), body: change, ...options });
  }
}
