import type { Logger } from "pino";
import { forgetExpiredTokens } from "../quotes/index.ts";
import type { ChainServices } from "../relayer/index.ts";
import { type BackgroundTask, startBackgroundTask } from "../runtime/index.ts";
import type { DepositsContext } from "./context.ts";
import { forgetQuotes } from "./forget-quotes.ts";
import { scanDeposits } from "./scan-deposits.ts";
import { createTransferHints } from "./transfer-hints.ts";

/** What a worker does for deposits whatever their chain. */
export function quoteTasks(context: Pick<DepositsContext, "database" | "clock">, log: Logger): BackgroundTask[] {
  const run = async () => {
    await forgetExpiredTokens(context);
    return (await forgetQuotes(context)) > 0;
  };
  return [startBackgroundTask({ name: "forget quotes that nothing came of", interval: 60_000, run, log })];
}

/** What a worker does for the deposits on one chain: it scans addresses that are due, at once those that something was sent to. */
export function depositTasks(
  context: DepositsContext,
  services: ChainServices,
  pollInterval: number,
  log: Logger,
): BackgroundTask[] {
  const { network } = services.chain;
  const scanning = startBackgroundTask({
    name: `scan deposit addresses on ${network}`,
    interval: 1_000,
    run: async () => (await scanDeposits(context, services)) > 0,
    log,
  });
  const hints = createTransferHints(context, services, log);
  const reading = startBackgroundTask({
    name: `read token transfers on ${network}`,
    interval: Math.max(pollInterval, 1_000),
    run: async () => {
      if ((await hints.read()) > 0) scanning.wake();
      return false;
    },
    log,
  });
  return [reading, scanning];
}
