import { z } from "zod";

export const webhookVariables = z
  .object({ WEBHOOK_TARGETS: z.enum(["public", "any"], "expected public or any").default("public") })
  .transform((read) => ({ webhookTargets: read.WEBHOOK_TARGETS }));
