import type { Logger } from "pino";
import { startBackgroundTask, type WakefulTask } from "../runtime/index.ts";
import type { MailContext } from "./context.ts";
import { sendDue } from "./send-due.ts";

/** How long a mail that was sent or given up is remembered, without what it said. Milliseconds. */
const memory = 30 * 24 * 60 * 60_000;

/** What a worker does for mails. To stop is to finish the attempts under way. */
export function mailTasks(context: MailContext, log: Logger): WakefulTask[] {
  return [
    startBackgroundTask({ name: "send mail", interval: 500, run: () => sendDue(context), log }),
    startBackgroundTask({ name: "forget old mail", interval: 60 * 60_000, run: () => forgetOld(context), log }),
  ];
}

async function forgetOld({ database, clock }: MailContext): Promise<void> {
  const before = new Date(clock().getTime() - memory);
  await database.deleteFrom("mailOutbox").where("endedAt", "<", before).execute();
}
