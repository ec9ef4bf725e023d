import type { Clock } from "../../runtime/index.ts";

/** A token bucket: so many requests a second on average, and so many at once. */
export type RequestBudget = {
  /** Takes one request. False: the budget is spent. */
  take(): boolean;
};

/** A page reads all that it needs at once, and then little. */
const secondsAtOnce = 3;

/** `perSecond`: requests on average; three seconds' worth may come at once. */
export function createRequestBudget(clock: Clock, perSecond: number): RequestBudget {
  const burst = secondsAtOnce * perSecond;
  let left = burst;
  let refilledAt = clock().getTime();
  return {
    take() {
      const now = clock().getTime();
      left = Math.min(burst, left + (Math.max(0, now - refilledAt) * perSecond) / 1_000);
      refilledAt = now;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}

/** The same function; it throws `refusal` where the budget is spent. */
export function withinBudget<Ask extends (...request: never[]) => Promise<unknown>>(
  budget: RequestBudget,
  ask: Ask,
  refusal: (error: Error) => Error,
): Ask {
  return (async (...request) => {
    if (!budget.take()) throw refusal(new Error("Too many requests of payers at the moment."));
    return ask(...request);
  }) as Ask;
}
