import type { Logger } from "pino";
import { startBackgroundTask, type WakefulTask } from "../runtime/index.ts";
import { type DeliveryContext, deliver } from "./deliver.ts";
import { fanOut, isFullBatch } from "./enqueue-deliveries.ts";
import { capacity, leaseDue } from "./lease-due.ts";
import { reseal } from "./secrets.ts";

/** How often the queue is polled without being woken: other processes' events are found so. Milliseconds. */
const interval = 250;

/** At the start, and now and again: secrets that sign no more are forgotten too. Milliseconds. */
const resealInterval = 60 * 60_000;

/**
 * Enqueues the deliveries of new events and makes those that are due, until stopped; then those in flight are finished. Each goes by itself: a slow
 * receiver holds up its own queue alone. `wake` polls at once.
 */
export function startDelivering(context: DeliveryContext, log: Logger): WakefulTask {
  const inFlight = new Map<Promise<void>, string>();
  let full = false;
  const resealing = startBackgroundTask({
    name: "encrypt webhook secrets",
    interval: resealInterval,
    log,
    async run() {
      const sealed = await reseal(context);
      if (sealed > 0)
        log.info({ secrets: sealed }, "webhook secrets were encrypted under the first key of SECRETS_KEY");
      return false;
    },
  });
  const delivering = startBackgroundTask({
    name: "deliver webhooks",
    interval,
    log,
    async run() {
      for (const leased of await leaseDue(context, countEach(inFlight.values()))) {
        const delivery = deliver(context, leased)
          // Its lease runs out, and it is made again.
          .catch((err: unknown) => log.error({ err, eventId: leased.event.id }, "a webhook's outcome was not recorded"))
          .finally(() => {
            inFlight.delete(delivery);
            if (full && hasRoom(inFlight, leased.endpoint.id)) delivering.wake();
          });
        inFlight.set(delivery, leased.endpoint.id);
      }
      const counts = [...countEach(inFlight.values()).values()];
      full = inFlight.size >= capacity.all || counts.some((count) => count >= capacity.perEndpoint);
      return false;
    },
  });
  const enqueueing = startBackgroundTask({
    name: "enqueue webhooks",
    interval,
    log,
    async run() {
      const events = await fanOut(context);
      if (events > 0) delivering.wake();
      return isFullBatch(events);
    },
  });
  return {
    wake: enqueueing.wake,
    async stop() {
      await resealing.stop();
      await enqueueing.stop();
      await delivering.stop();
      await Promise.all(inFlight.keys());
    },
  };
}

/** A lease costs as much for one delivery as for many: until a quarter is free, the next poll is soon enough. */
function hasRoom(inFlight: ReadonlyMap<unknown, string>, endpointId: string): boolean {
  const toEndpoint = [...inFlight.values()].filter((id) => id === endpointId).length;
  return inFlight.size <= (capacity.all * 3) / 4 && toEndpoint <= (capacity.perEndpoint * 3) / 4;
}

function countEach(values: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
