import type { Railsplit } from "../../../clients/typescript/index.ts";

/** Something happened. What it was, the pages ask the API for. */
type Listener = () => void;

/** The events of an organization and mode, as they happen. */
export type Live = {
  /** Whether they are followed now, by this tab or another one of this browser. */
  isFollowed(): boolean;
  /** Answers what ends it. */
  listen(listener: Listener): () => void;
};

/** Before anything is followed. */
export const silence: Live = { isFollowed: () => false, listen: () => () => {} };

/** What tabs say to each other. */
type Word = "happened" | "alive";

/** How often the tab that follows says so, and how long its word is good. Milliseconds. */
const alive = { every: 10_000, good: 25_000 } as const;

/** Pauses before a stream is opened again, by how often it failed in a row. Milliseconds. */
const pauses = [1_000, 2_000, 5_000, 15_000, 30_000] as const;

/**
 * Follows the events of a place until it is stopped. An organization has ten streams, and they are its servers' above all: of all tabs of a browser the one that
 * holds the lock has one, and tells the others.
 */
export function startLive(client: Railsplit, place: string): Live & { stop(): void } {
  const listeners = new Set<Listener>();
  const stopped = new AbortController();
  const { signal } = stopped;
  const channel = new BroadcastChannel(`railsplit.live.${place}`);
  let heardAt = Number.NEGATIVE_INFINITY;
  const hear = (word: Word) => {
    heardAt = performance.now();
    if (word === "happened") for (const listener of listeners) listener();
  };
  const tell = (word: Word) => {
    hear(word);
    if (!signal.aborted) channel.postMessage(word);
  };
  channel.onmessage = ({ data }: MessageEvent<Word>) => hear(data);

  const follow = async () => {
    let last: string | undefined;
    for (let failures = 0; !signal.aborted; ) {
      const stream = new AbortController();
      const end = () => stream.abort();
      signal.addEventListener("abort", end);
      addEventListener("offline", end);
      // Not at once: it may be refused yet.
      const beat = setInterval(() => tell("alive"), alive.every);
      try {
        last ??= await newest(client, signal);
        for await (const { id } of client.events.follow({ after: last }, { signal: stream.signal })) {
          last = id;
          failures = 0;
          tell("happened");
        }
      } catch {
        // Offline, signed out, or too many streams: pages ask by themselves meanwhile.
      }
      heardAt = Number.NEGATIVE_INFINITY;
      clearInterval(beat);
      signal.removeEventListener("abort", end);
      removeEventListener("offline", end);
      await pause(pauses[Math.min(failures, pauses.length - 1)] ?? 30_000, signal);
      failures += 1;
    }
  };
  // Until the lock is free another tab follows.
  navigator.locks?.request(`railsplit.live.${place}`, { signal }, follow).catch(() => {});

  return {
    isFollowed: () => performance.now() - heardAt < alive.good,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      stopped.abort();
      channel.close();
    },
  };
}

async function newest(client: Railsplit, signal: AbortSignal): Promise<string | undefined> {
  const { data } = await client.events.list({ order: "newest", limit: 1 }, { signal });
  return data[0]?.id;
}

/** Or until there is a connection again, or nobody waits any more. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}
