import { z } from "zod";
import { tokenSymbols } from "../../../protocol/index.ts";
import { instant, nullableText } from "../../../schemas/index.ts";

/** An attempt that holds the right to pay. */
const running = z.object({
  kind: z
    .enum(["USER_OPERATION", "SIGNATURE", "DEPOSIT"])
    .describe(
      "An operation of the payer's account, a signature that the relayer submits, or the settlement of a deposit.",
    ),
  chainId: z.int(),
  token: z.enum(tokenSymbols),
  submittedAt: instant,
  leasedUntil: instant.describe("Until when it holds the right to pay, unless it ends before."),
});

export const runningAttempt = running.meta({ id: "RunningAttempt" });

export const attempt = running
  .extend({
    outcome: z.enum(["SETTLED", "REFUSED", "REVERTED", "EXPIRED"]).nullable().describe("Null: it is running."),
    reason: nullableText,
    txHash: nullableText,
  })
  .meta({ id: "Attempt" });
