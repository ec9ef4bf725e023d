import type { Logger } from "pino";
import type { Chain } from "../protocol/index.ts";
import { startBackgroundTask, type WakefulTask } from "../runtime/index.ts";
import { describeError } from "./providers/rpc-errors.ts";

export type ChainTaskOptions = {
  readonly chain: Chain;
  readonly name: string;
  /** Milliseconds between two runs. */
  readonly interval: number;
  /** One run. `true` asks for the next one at once, since there is more to do. */
  run(): Promise<boolean>;
  /** What is logged once a run fails. */
  readonly trouble: string;
  readonly log: Logger;
};

/** A background task of one chain. One that is down fails it again and again: each reason is logged once, until a run succeeds. */
export function startChainTask({ chain, name, interval, run, trouble, log }: ChainTaskOptions): WakefulTask {
  /** Why the last run failed; null where it did not. */
  let failure: string | null = null;
  return startBackgroundTask({
    name: `${name} on ${chain.network}`,
    interval,
    log,
    async run() {
      try {
        const hasMore = await run();
        failure = null;
        return hasMore;
      } catch (error) {
        const reason = describeError(error);
        if (reason !== failure) log.warn({ chainId: chain.id, task: name, reason }, trouble);
        failure = reason;
        return false;
      }
    },
  });
}
