import type { Logger } from "pino";
import { type BackgroundTask, startBackgroundTask } from "../runtime/index.ts";
import type { createMarketRates } from "./market-rates.ts";

/** Keeps exchange rates at hand, in every process. */
export function rateTasks(rates: ReturnType<typeof createMarketRates>, log: Logger): BackgroundTask[] {
  return [startBackgroundTask({ name: "refresh exchange rates", interval: 60_000, run: () => rates.refresh(), log })];
}
