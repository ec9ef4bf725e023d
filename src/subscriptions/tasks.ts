import type { Logger } from "pino";
import { type BackgroundTask, startBackgroundTask } from "../runtime/index.ts";
import type { SubscriptionsContext } from "./context.ts";
import { hearInvoices } from "./hear-invoices.ts";
import { forgetPortalLinks } from "./portal.ts";
import { runDuePlans } from "./run-plans.ts";
import { runDueSubscriptions } from "./run-subscriptions.ts";

/** What a worker does for plans and subscriptions. */
export function subscriptionTasks(context: SubscriptionsContext, log: Logger): BackgroundTask[] {
  return [
    startBackgroundTask({
      name: "hear of invoices of subscriptions",
      interval: 500,
      run: () => hearInvoices(context),
      log,
    }),
    startBackgroundTask({ name: "run subscriptions", interval: 1_000, run: () => runDueSubscriptions(context), log }),
    startBackgroundTask({ name: "run recurring plans", interval: 1_000, run: () => runDuePlans(context), log }),
    startBackgroundTask({
      name: "forget links to subscriptions",
      interval: 3_600_000,
      run: () => forgetPortalLinks(context),
      log,
    }),
  ];
}
