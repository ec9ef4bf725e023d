import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";

export type BackgroundTask = { stop(): Promise<void> };

export type BackgroundTaskOptions = {
  readonly name: string;
  /** Milliseconds between two runs. */
  readonly interval: number;
  /** One run. True asks for the next one at once, since there is more to do. */
  run(): Promise<boolean>;
  readonly log: Logger;
};

/** Runs something again and again until stopped; a run that fails is logged and tried again after the interval. */
export function startBackgroundTask({ name, interval, run, log }: BackgroundTaskOptions): BackgroundTask {
  const stopping = new AbortController();
  const done = (async () => {
    while (!stopping.signal.aborted) {
      const more = await run().catch((error: unknown) => {
        log.error({ err: error, task: name }, "a background task failed, trying again");
        return false;
      });
      if (!more) await sleep(interval, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await done;
    },
  };
}
