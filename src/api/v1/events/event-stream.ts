import { PassThrough } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import type { DomainEvent } from "../../../events/index.ts";
import { ApiError } from "../../http/errors.ts";

/** Milliseconds between two reads of what is new, and between two signs of life. */
const intervals = { read: 1_000, heartbeat: 15_000 } as const;

/** Streams of one organization and mode, and of all in this process. */
const most = { perOwner: 10, all: 500 } as const;

/** What a reader has not taken yet, in bytes: one that takes nothing for so long is gone, and comes back after its last event. */
const mostUnread = 1_000_000;

/** Events of one read. */
const batch = 100;

type Source = {
  /** Whose streams are counted together. */
  readonly owner: string;
  /** The last event that the reader knows; undefined: from the oldest on. */
  readonly after: string | undefined;
  read(after: string | undefined, limit: number): Promise<readonly DomainEvent[]>;
  /** The newest event, wanted or not. */
  newest(): Promise<Pick<DomainEvent, "id"> | undefined>;
  /** One event in the words of the API. */
  view(event: DomainEvent): object;
  /** Throws where the reader's key or session is not valid any more. */
  check(): Promise<unknown>;
};

export type EventStreams = {
  /** Throws `TOO_MANY_STREAMS`, and what the first read throws. */
  open(source: Source): Promise<PassThrough>;
  /** Ends every stream. */
  stop(): void;
};

/** Server-sent events of organizations: each stream reads on by itself after the last event that it sent. */
export function createEventStreams(): EventStreams {
  const open = new Map<PassThrough, string>();
  return {
    async open({ owner, after, read, newest, view, check }) {
      const ofOwner = [...open.values()].filter((one) => one === owner).length;
      if (ofOwner >= most.perOwner || open.size >= most.all) {
        throw new ApiError(
          "TOO_MANY_STREAMS",
          `${most.perOwner} event streams are open already: read from one of them.`,
        );
      }
      const stream = new PassThrough();
      const ended = new AbortController();
      open.set(stream, owner);
      stream.once("close", () => {
        open.delete(stream);
        ended.abort();
      });
      let last = after;
      const send = (events: readonly DomainEvent[]) => {
        for (const event of events) {
          stream.write(`id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(view(event))}\n\n`);
          last = event.id;
        }
      };
      try {
        const first = await read(last, batch);
        stream.write("retry: 2000\n\n");
        send(first);
      } catch (error) {
        stream.destroy();
        throw error;
      }
      const follow = async () => {
        let beatAt = performance.now() + intervals.heartbeat;
        while (!stream.writableEnded && stream.writableLength < mostUnread) {
          await pause(intervals.read, undefined, { signal: ended.signal, ref: false });
          // Seen before the read: what comes in between is read the next time.
          const known = await newest();
          for (;;) {
            const events = await read(last, batch);
            send(events);
            if (stream.writableLength >= mostUnread) break;
            if (events.length === batch) continue;
            // What this reader does not want is passed once, and not again each second.
            if (events.length === 0) last = known?.id ?? last;
            break;
          }
          if (performance.now() < beatAt) continue;
          await check();
          stream.write(": still here\n\n");
          beatAt = performance.now() + intervals.heartbeat;
        }
      };
      // Whatever ends it, the reader comes back after its last event and hears then what is wrong.
      follow()
        .catch(() => undefined)
        .finally(() => stream.destroy());
      return stream;
    },
    stop() {
      for (const stream of open.keys()) stream.end();
    },
  };
}
