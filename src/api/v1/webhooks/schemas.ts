import { z } from "zod";
import { instant, instantInput, nullableText, webUrl } from "../../../schemas/index.ts";
import { webhookDeliveryStatuses } from "../../../store/index.ts";
import { pageOf } from "../../http/page.ts";

export const webhookEndpointRequestBody = z.strictObject({ url: webUrl }).meta({ id: "SetWebhookEndpoint" });

export const webhookEndpointBody = z
  .object({ id: z.uuid(), url: z.string(), enabled: z.boolean(), createdAt: instant })
  .meta({ id: "WebhookEndpoint" });

export const newWebhookEndpointBody = webhookEndpointBody
  .extend({ secret: z.string().describe("Shown once. Verify deliveries with it: Standard Webhooks 1.0.") })
  .meta({ id: "NewWebhookEndpoint" });

export const webhookDeliveryBody = z
  .object({
    id: z.uuid(),
    eventId: z.uuid().describe("The `webhook-id` header, the same in every attempt."),
    type: z.string(),
    paymentId: z.uuid().nullable(),
    sequence: z.int(),
    status: z.enum(webhookDeliveryStatuses),
    attempts: z.int(),
    nextAttemptAt: instant.nullable(),
    responseStatus: z.int().nullable(),
    lastError: nullableText,
    deliveredAt: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: "WebhookDelivery" });

export const webhookDeliveryListBody = pageOf(webhookDeliveryBody).meta({ id: "WebhookDeliveryList" });

export const replayRequestBody = z
  .strictObject({ from: instantInput, to: instantInput })
  .refine(({ from, to }) => from < to, { path: ["to"], message: "to must be after from." })
  .meta({ id: "ReplayWebhooks" });

export const replayBody = z.object({ events: z.int().describe("How many are sent again.") }).meta({ id: "Replay" });
