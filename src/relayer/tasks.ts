import type { Logger } from "pino";
import type { Chain } from "../protocol/index.ts";
import { type BackgroundTask, startBackgroundTask } from "../runtime/index.ts";
import type { BalanceWatch } from "./balance-watch.ts";
import type { QueueContext } from "./context.ts";
import { expireRequests } from "./queue/expire-requests.ts";

/** What a worker does for the queue of all chains; `startRelayer` submits the queue of one. */
export function relayerTasks(context: QueueContext, log: Logger): BackgroundTask[] {
  return [
    startBackgroundTask({
      name: "expire relay requests",
      interval: 10_000,
      run: () => expireRequests(context),
      log,
    }),
  ];
}

/** Keeps what pays for gas on one chain at hand, in every process. */
export function balanceTasks({ network }: Chain, balances: BalanceWatch, log: Logger): BackgroundTask[] {
  return [
    startBackgroundTask({
      name: `read gas balances on ${network}`,
      interval: 30_000,
      run: () => balances.read(),
      log,
    }),
  ];
}
