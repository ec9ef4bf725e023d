import { z } from "zod";
import { instant, nullableText } from "../../../schemas/index.ts";
import { mailStatuses } from "../../../store/index.ts";

export const mailBody = z
  .object({
    id: z.uuid(),
    template: z.string().describe("What it says: `invoice`, `invoice-reminder` or `invoice-receipt`."),
    recipient: z.string(),
    status: z
      .enum(mailStatuses)
      .describe(
        "REFUSED: its receiver's server did not take it. EXPIRED: it could not be sent while it was of use. UNSUBSCRIBED: its receiver wants no such mails.",
      ),
    attempts: z.int(),
    refusal: nullableText.describe("What its receiver's server answered, where that refused it."),
    createdAt: instant,
    endedAt: instant.nullable().describe("When it was sent or given up; null while it waits."),
  })
  .meta({ id: "Mail" });

export const mailsBody = z.object({ data: z.array(mailBody) }).meta({ id: "Mails" });
