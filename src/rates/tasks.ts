import type { Logger } from "pino";
import { type BackgroundTask, startBackgroundTask } from "../runtime/index.ts";
import type { createMarketRates } from "./market-rates.ts";

/** How often it is seen whose turn it is. Milliseconds. */
const interval = 2_500;

/** Keeps exchange rates at hand, in every process. */
export function rateTasks(rates: ReturnType<typeof createMarketRates>, log: Logger): BackgroundTask[] {
  return [startBackgroundTask({ name: "refresh exchange rates", interval, run: () => rates.refreshDue(), log })];
}
