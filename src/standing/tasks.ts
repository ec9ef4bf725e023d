import type { Logger } from "pino";
import { startChainTask } from "../chain/index.ts";
import type { ChainServices } from "../relayer/index.ts";
import type { BackgroundTask } from "../runtime/index.ts";
import type { StandingContext } from "./context.ts";
import { followDeposits } from "./follow-deposits.ts";
import { newPassWidths, type Reading, scanFinal, scanSeen } from "./scan-transfers.ts";
import { sweepBalances } from "./sweep-balances.ts";

/** How often final blocks are read once more, and balances are inspected that are due. Milliseconds. */
const finalInterval = 15_000;
const sweepInterval = 5_000;

/** What a worker does for the standing addresses on one chain. `onEvents` is called when there may be events to deliver. */
export function standingTasks(
  context: StandingContext,
  reading: Reading,
  services: ChainServices,
  pollInterval: number,
  onEvents: () => void,
  log: Logger,
): BackgroundTask[] {
  if (context.standing === null) return [];
  const widths = newPassWidths();
  const interval = Math.max(pollInterval, 1_000);
  const trouble = "standing deposits are behind, trying again";
  const start = (name: string, every: number, run: () => Promise<boolean>) =>
    startChainTask({ chain: reading.chain, name, interval: every, run, trouble, log });
  const sweeping = start("sweep standing addresses", sweepInterval, () => sweepBalances(context, services));
  return [
    start("read transfers to standing addresses", interval, async () => {
      const { placed, hasMore } = await scanSeen(context, reading, widths.seen);
      if (placed > 0) onEvents();
      return hasMore;
    }),
    start("read final transfers to standing addresses", finalInterval, async () => {
      const { placed, hasMore } = await scanFinal(context, reading, widths.final);
      if (placed > 0) onEvents();
      return hasMore;
    }),
    start("follow standing deposits", interval, async () => {
      if ((await followDeposits(context, reading)) === 0) return false;
      onEvents();
      sweeping.wake();
      return false;
    }),
    sweeping,
  ];
}
