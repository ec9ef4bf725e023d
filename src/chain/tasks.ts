import type { Logger } from "pino";
import type { Chain } from "../protocol/index.ts";
import { type BackgroundTask, startBackgroundTask } from "../runtime/index.ts";
import type { FeeRecipientWatch } from "./fee-recipient-watch.ts";
import type { GasMarket } from "./gas-prices.ts";

/** Refreshes the cached gas prices of one chain, in every process. */
export function gasMarketTasks({ network }: Chain, gasMarket: GasMarket, log: Logger): BackgroundTask[] {
  return [
    startBackgroundTask({
      name: `read gas prices on ${network}`,
      interval: 10_000,
      run: () => gasMarket.read(),
      log,
    }),
  ];
}

/** Reads whether tokens deny a fee recipient, in every process. */
export function feeRecipientTasks({ network }: Chain, watch: FeeRecipientWatch, log: Logger): BackgroundTask[] {
  return [
    startBackgroundTask({
      name: `read denylists on ${network}`,
      interval: 60_000,
      run: () => watch.read(),
      log,
    }),
  ];
}
