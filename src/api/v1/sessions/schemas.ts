import { z } from "zod";
import { instant } from "../../../schemas/index.ts";
import { modes, signInMethods } from "../../../store/index.ts";

export const sessionBody = z
  .object({
    id: z.uuid(),
    isCurrent: z.boolean().describe("The one that asks."),
    organizationId: z.uuid().nullable().describe("What requests are about that name none in `X-Organization`."),
    mode: z.enum(modes).describe("The same of `X-Mode`."),
    method: z.enum(signInMethods).describe("How it was signed in."),
    isStrong: z.boolean().describe("By a passkey that verified its user, or with a second factor."),
    address: z.string(),
    userAgent: z.string(),
    signedInAt: instant,
    lastSeenAt: instant.describe("To the minute. Twelve hours later it is over."),
    expiresAt: instant.describe("Over at the latest."),
  })
  .meta({ id: "Session" });

export const sessionListBody = z.object({ data: z.array(sessionBody) }).meta({ id: "SessionList" });

export const changeSessionBody = z
  .strictObject({ organizationId: z.uuid().optional(), mode: z.enum(modes).optional() })
  .describe("What is left out stays as it is.")
  .meta({ id: "ChangeSession" });
