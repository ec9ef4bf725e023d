import type { Logger } from "pino";
import { startChainTask } from "../chain/index.ts";
import type { ChainServices } from "../relayer/index.ts";
import { type BackgroundTask, startBackgroundTask } from "../runtime/index.ts";
import { chargeDue } from "./charge-due.ts";
import type { MandatesContext } from "./context.ts";
import { expireMandates } from "./end-mandate.ts";
import { inspectMandates } from "./inspect-mandates.ts";
import { missCharges, type Reading } from "./miss-charges.ts";
import { watchFunds } from "./watch-funds.ts";

/** How often is asked what is due. Milliseconds. */
const intervals = { charge: 5_000, funds: 15_000, end: 15_000, expire: 60_000 };

/** What a worker does for the mandates on one chain. `onEvents` is called when there may be events to deliver. */
export function mandateTasks(
  context: MandatesContext,
  reading: Reading,
  services: ChainServices,
  onEvents: () => void,
  log: Logger,
): BackgroundTask[] {
  if (context.mandates === null) return [];
  const trouble = "mandates are behind, trying again";
  const start = (name: string, interval: number, run: () => Promise<boolean>) =>
    startChainTask({ chain: reading.chain, name, interval, run, trouble, log });
  const charging = start("charge mandates", intervals.charge, async () => {
    const hasMore = await chargeDue(context, services);
    onEvents();
    return hasMore;
  });
  return [
    charging,
    start("watch payers' funds", intervals.funds, async () => {
      if ((await watchFunds(context, services)) > 0) charging.wake();
      return false;
    }),
    start("end mandates", intervals.end, async () => {
      const missed = await missCharges(context, reading);
      const ended = await inspectMandates(context, reading);
      if (missed + ended > 0) onEvents();
      return false;
    }),
  ];
}

/** What a worker does for mandates of any chain. */
export function mandateClockTasks(context: MandatesContext, log: Logger): BackgroundTask[] {
  const run = async () => (await expireMandates(context)) > 0;
  return [startBackgroundTask({ name: "expire mandates", interval: intervals.expire, log, run })];
}
