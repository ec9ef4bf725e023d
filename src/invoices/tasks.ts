import type { Logger } from "pino";
import { type BackgroundTask, startBackgroundTask } from "../runtime/index.ts";
import { checkDueInvoices } from "./check-invoice.ts";
import type { InvoicesContext } from "./context.ts";
import { hearPayments } from "./hear-payments.ts";
import { sendReminders } from "./send-reminders.ts";

/** What a worker does for invoices. */
export function invoiceTasks(context: InvoicesContext, log: Logger): BackgroundTask[] {
  return [
    startBackgroundTask({ name: "hear of payments of invoices", interval: 500, run: () => hearPayments(context), log }),
    startBackgroundTask({ name: "check invoices", interval: 1_000, run: () => checkDueInvoices(context), log }),
    startBackgroundTask({ name: "remind of invoices", interval: 10_000, run: () => sendReminders(context), log }),
  ];
}
