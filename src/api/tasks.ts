import type { Logger } from "pino";
import type { AccessContext } from "../access/index.ts";
import { type BackgroundTask, startBackgroundTask } from "../runtime/index.ts";
import { forgetOldRequests } from "./http/idempotency.ts";

/** What a worker does for the API. */
export function apiTasks(context: AccessContext, log: Logger): BackgroundTask[] {
  const run = async () => {
    await forgetOldRequests(context);
    return false;
  };
  return [startBackgroundTask({ name: "forget old idempotency keys", interval: 600_000, run, log })];
}
