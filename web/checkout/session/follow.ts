import { NotFoundError } from "../../../clients/typescript/errors.ts";
import type { Checkout } from "../../../clients/typescript/types.ts";

export type FollowOptions = {
  readonly retrieve: (signal: AbortSignal) => Promise<Checkout>;
  readonly eventsUrl: string;
  readonly received: (checkout: Checkout) => void;
  /** The API did not answer. It is asked again all the same. */
  readonly disconnected: () => void;
  /** There is no such payment: nothing more is asked. */
  readonly unknown: () => void;
};

export type Following = {
  /** Asks now, as after the page was away. */
  refresh(): void;
  stop(): void;
};

/**
 * Milliseconds between two questions: while events come, to be safe against a stream that is open and dead; while they do not; and longer
 * and longer while the API does not answer. Seldom, once only money that comes beside can change anything.
 */
const pause = { live: 20_000, polling: 3_000, longest: 15_000, over: 60_000 };

/** Nothing but money that comes beside can follow. */
const finalStatuses: ReadonlySet<Checkout["status"]> = new Set(["SUCCESSFUL", "FAILED", "EXPIRED", "CANCELLED"]);

/** Tells of a payment now and after every change: by server-sent events, and by asking where these do not get through. */
export function follow(options: FollowOptions): Following {
  const stopping = new AbortController();
  let live = false;
  let isOver = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;

  const events = new EventSource(options.eventsUrl);
  const take = (checkout: Checkout) => {
    failures = 0;
    // The server ends the stream after a final state; the browser would open it again and again.
    isOver = finalStatuses.has(checkout.status);
    if (isOver) events.close();
    options.received(checkout);
  };
  events.addEventListener("checkout", ({ data }: MessageEvent<string>) => {
    live = true;
    take(JSON.parse(data) as Checkout);
    schedule();
  });
  events.addEventListener("error", () => {
    // The browser opens it again by itself, or gives up; asking covers both.
    live = false;
    schedule();
  });

  const ask = async () => {
    if (asking || stopping.signal.aborted) return;
    asking = true;
    try {
      const checkout = await options.retrieve(stopping.signal);
      if (!stopping.signal.aborted) take(checkout);
    } catch (error) {
      if (stopping.signal.aborted) return;
      if (error instanceof NotFoundError) {
        stop();
        return options.unknown();
      }
      failures += 1;
      options.disconnected();
    } finally {
      asking = false;
    }
    schedule();
  };
  const schedule = () => {
    clearTimeout(timer);
    if (stopping.signal.aborted) return;
    const backOff = Math.min(pause.polling * 2 ** Math.min(failures, 10), pause.longest);
    const wait = isOver ? pause.over : live ? pause.live : backOff;
    timer = setTimeout(ask, wait);
  };
  const stop = () => {
    stopping.abort();
    events.close();
    clearTimeout(timer);
  };

  ask();
  return { refresh: ask, stop };
}
