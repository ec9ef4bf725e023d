import { z } from "zod";
import { instant, webUrl } from "../../../../schemas/index.ts";

export const updatePayLinkrWebhookBody = z
  .object({
    webhookUrl: webUrl.nullish().describe("Null: nothing is sent any more. Left out: it stays."),
    regenerateSecret: z.boolean().default(false).describe("The old one signs for 24 hours too."),
  })
  .meta({ id: "UpdatePayLinkrWebhook", example: { webhookUrl: "https://example.com/paylinkr/webhooks" } });

/** What does not apply is left out. */
export const payLinkrWebhookBody = z
  .object({
    webhookUrl: z.string().nullable().describe("Null: there is none."),
    enabled: z.boolean().describe("False: it answered 410. Setting its URL enables it again."),
    webhookSecret: z.string().optional().describe("Where it was made by this request. Shown once."),
    createdAt: instant.optional(),
  })
  .meta({ id: "PayLinkrWebhook" });
