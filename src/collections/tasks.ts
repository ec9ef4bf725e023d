import type { Logger } from "pino";
import { type BackgroundTask, startBackgroundTask } from "../runtime/index.ts";
import type { CollectionsContext } from "./context.ts";
import { hearEvents } from "./hear-events.ts";
import { runCollections } from "./run-collections.ts";

/** What a worker does for invoices that mandates pay. */
export function collectionTasks(context: CollectionsContext, log: Logger): BackgroundTask[] {
  return [
    startBackgroundTask({ name: "hear of what is collected", interval: 500, run: () => hearEvents(context), log }),
    startBackgroundTask({ name: "follow collections", interval: 5_000, run: () => runCollections(context), log }),
  ];
}
