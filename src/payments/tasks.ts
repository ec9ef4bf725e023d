import type { Logger } from "pino";
import { type BackgroundTask, startBackgroundTask } from "../runtime/index.ts";
import type { PaymentsContext } from "./context.ts";
import { expirePayments } from "./expire-payments.ts";
import { failUnlandablePayments } from "./fail-unlandable-payments.ts";

/** What a worker does for payments: it ends those whose time is over. */
export function paymentTasks(context: PaymentsContext, log: Logger): BackgroundTask[] {
  return [
    startBackgroundTask({
      name: "expire payments",
      interval: 1_000,
      run: async () => (await expirePayments(context)) > 0,
      log,
    }),
    startBackgroundTask({
      name: "fail payments that can never land",
      interval: 10_000,
      run: async () => {
        await failUnlandablePayments(context);
        return false;
      },
      log,
    }),
  ];
}
