import type { Logger } from "pino";
import { startBackgroundTask, type WakefulTask } from "../runtime/index.ts";
import { capacity, claimDue } from "./claim-due.ts";
import { type DeliveryContext, deliver } from "./deliver.ts";

/** Without being woken the queue is looked at this often: other processes' events are found so. Milliseconds. */
const interval = 250;

/**
 * Makes the deliveries that are due until stopped; then those under way are finished. Each goes by itself: what a slow receiver holds up is its own
 * queue. `wake` has it look at once.
 */
export function startDelivering(context: DeliveryContext, log: Logger): WakefulTask {
  const underWay = new Map<Promise<void>, string>();
  let full = false;
  const task = startBackgroundTask({
    name: "deliver webhooks",
    interval,
    log,
    async run() {
      for (const claimed of await claimDue(context, countEach(underWay.values()))) {
        const delivering = deliver(context, claimed)
          // Its lease runs out, and it is made again.
          .catch((err: unknown) =>
            log.error({ err, eventId: claimed.event.id }, "a webhook's outcome was not recorded"),
          )
          .finally(() => {
            underWay.delete(delivering);
            if (full && hasRoom(underWay, claimed.endpoint.id)) task.wake();
          });
        underWay.set(delivering, claimed.endpoint.id);
      }
      const counts = [...countEach(underWay.values()).values()];
      full = underWay.size >= capacity.all || counts.some((count) => count >= capacity.perEndpoint);
      return false;
    },
  });
  return {
    wake: task.wake,
    async stop() {
      await task.stop();
      await Promise.all(underWay.keys());
    },
  };
}

/** A claim costs as much for one delivery as for many: until a quarter is free, the next look is soon enough. */
function hasRoom(underWay: ReadonlyMap<unknown, string>, endpointId: string): boolean {
  const toEndpoint = [...underWay.values()].filter((id) => id === endpointId).length;
  return underWay.size <= (capacity.all * 3) / 4 && toEndpoint <= (capacity.perEndpoint * 3) / 4;
}

function countEach(values: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
