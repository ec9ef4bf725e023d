import type { Logger } from "pino";

export type BackgroundTask = { stop(): Promise<void> };

/** One that can be told to run now instead of after the interval; while it runs, once more after that. */
export type WakefulTask = BackgroundTask & { wake(): void };

export type BackgroundTaskOptions = {
  readonly name: string;
  /** Milliseconds between two runs. */
  readonly interval: number;
  /** One run. `true` asks for the next one at once, since there is more to do. */
  run(): Promise<unknown>;
  readonly log: Logger;
};

/** Runs something again and again until stopped; a run that fails is logged and tried again after the interval. */
export function startBackgroundTask({ name, interval, run, log }: BackgroundTaskOptions): WakefulTask {
  let stopped = false;
  let woken = false;
  let endRest = () => {};
  const rest = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, interval);
      endRest = () => {
        clearTimeout(timer);
        resolve();
      };
      if (stopped || woken) endRest();
    });
  const done = (async () => {
    while (!stopped) {
      woken = false;
      const more = await run().catch((error: unknown) => {
        log.error({ err: error, task: name }, "a background task failed, trying again");
        return false;
      });
      if (more !== true) await rest();
    }
  })();
  return {
    wake() {
      woken = true;
      endRest();
    },
    async stop() {
      stopped = true;
      endRest();
      await done;
    },
  };
}
