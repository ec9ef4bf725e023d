import type { Logger } from "pino";
import { type BackgroundTask, startBackgroundTask } from "../runtime/index.ts";
import type { PeopleContext } from "./context.ts";
import { forgetOldEmailChanges } from "./email-changes.ts";
import { forgetOldChallenges } from "./passkey-challenges.ts";
import { resealTotp } from "./second-factor.ts";
import { forgetOldSessions } from "./sessions.ts";
import { sendSignInCodes } from "./sign-in-codes.ts";
import { forgetOldSignIns } from "./sign-ins.ts";

/** What a worker does for people. */
export function peopleTasks(context: PeopleContext, log: Logger): BackgroundTask[] {
  return [
    startBackgroundTask({ name: "send sign-in codes", interval: 1_000, run: () => sendSignInCodes(context), log }),
    startBackgroundTask({
      name: "seal secrets of second factors",
      interval: 3_600_000,
      run: async () => {
        const sealed = await resealTotp(context);
        if (sealed > 0) log.info({ sealed }, "sealed secrets of second factors under the first key");
      },
      log,
    }),
    startBackgroundTask({
      name: "forget old sign-ins and sessions",
      interval: 600_000,
      run: async () => {
        await forgetOldSignIns(context);
        await forgetOldEmailChanges(context);
        await forgetOldChallenges(context);
        await forgetOldSessions(context);
      },
      log,
    }),
  ];
}
