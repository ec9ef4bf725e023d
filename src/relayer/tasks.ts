import type { Logger } from "pino";
import type { Chain } from "../protocol/index.ts";
import { type BackgroundTask, startBackgroundTask } from "../runtime/index.ts";
import type { BalanceWatch } from "./balance-watch.ts";
import type { QueueContext } from "./context.ts";
import type { PartWatch } from "./part-watch.ts";
import { expireRequests } from "./queue/expire-requests.ts";
import type { RelayLimits } from "./reverts/relay-limits.ts";
import { watchReverts } from "./reverts/watch-reverts.ts";

/** What a worker does for the queue of all chains; `startRelayer` submits the queue of one. */
export function relayerTasks(context: QueueContext, limits: RelayLimits, log: Logger): BackgroundTask[] {
  const watch = watchReverts(context, limits, log);
  return [
    startBackgroundTask({
      name: "watch reverted relays",
      interval: 10_000,
      async run() {
        await watch();
        return false;
      },
      log,
    }),
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

/** Has a chain's bundler probed and its other parts inspected, in every process. */
export function partTasks({ network }: Chain, parts: PartWatch, log: Logger): BackgroundTask[] {
  return [
    startBackgroundTask({ name: `probe the bundler on ${network}`, interval: 10_000, run: () => parts.probe(), log }),
    startBackgroundTask({ name: `inspect parts on ${network}`, interval: 60_000, run: () => parts.inspect(), log }),
  ];
}
