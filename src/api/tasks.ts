import type { Logger } from "pino";
import type { AccessContext } from "../access/index.ts";
import { forgetOldRequestLog } from "../requests/index.ts";
import { type BackgroundTask, startBackgroundTask } from "../runtime/index.ts";
import type { Database } from "../store/index.ts";
import { forgetOldRequests } from "./http/idempotency.ts";
import { forgetOldCounts, type RequestCounts } from "./http/limits/index.ts";

/** What a worker does for the API. */
export function apiTasks(context: AccessContext, log: Logger): BackgroundTask[] {
  return [
    startBackgroundTask({
      name: "forget old idempotency keys",
      interval: 600_000,
      run: () => forgetOldRequests(context),
      log,
    }),
    startBackgroundTask({
      name: "forget old request counts",
      interval: 60_000,
      run: () => forgetOldCounts(context),
      log,
    }),
    startBackgroundTask({
      name: "forget old requests of the log",
      interval: 60 * 60_000,
      run: () => forgetOldRequestLog(context),
      log,
    }),
  ];
}

/** Shares what this process counts with the others on its database. */
export function shareCounts(counts: RequestCounts, database: Database, log: Logger): BackgroundTask {
  return startBackgroundTask({ name: "share request counts", interval: 1_000, run: () => counts.share(database), log });
}
