import type { CycleCollector } from "../subscriptions/index.ts";
import { isOfPrice, mandatesOf } from "./mandate-of.ts";

/** Says of which subscriptions a mandate pays the next invoice. */
export const mandateCollector: CycleCollector = {
  async collects(transaction, subscription) {
    const [mandate] = await mandatesOf(transaction, subscription, "ACTIVE");
    return mandate !== undefined && isOfPrice(mandate, subscription);
  },
};
