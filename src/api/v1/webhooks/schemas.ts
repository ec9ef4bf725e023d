import { z } from "zod";
import { instant, instantInput, nullableText, text, webUrl } from "../../../schemas/index.ts";
import { webhookDeliveryStatuses } from "../../../store/index.ts";
import { everyEvent } from "../../../webhooks/index.ts";
import { pageOf, pageQuery } from "../../http/page.ts";
import { webhookDescriptions } from "./event.ts";
import { webhookStyles } from "./styles.ts";

const events = z
  .array(z.enum([everyEvent, ...Object.keys(webhookDescriptions)]))
  .min(1)
  .max(100)
  .describe("Types of events that are sent there; `*` is all, also those that are new one day.");

const style = z
  .enum(webhookStyles)
  .describe("How bodies are written: `standard` is ours, the others are those of other APIs.");

const secret = text(200, 16).describe(
  "A secret of your own: `whsec_` and base64, or any other text of at least 16 characters, whose bytes sign. Left out: one is made.",
);

export const webhookEndpointRequestBody = z
  .strictObject({ url: webUrl, events: events.optional(), style: style.optional() })
  .meta({ id: "SetWebhookEndpoint" });

export const addWebhookEndpointBody = z
  .strictObject({
    url: webUrl,
    events: events.default([everyEvent]),
    style: style.default("standard"),
    secret: secret.optional(),
  })
  .meta({ id: "AddWebhookEndpoint" });

export const updateWebhookEndpointBody = z
  .strictObject({ url: webUrl, events, style })
  .partial()
  .describe("What is left out stays. An endpoint that was disabled is enabled again.")
  .meta({ id: "UpdateWebhookEndpoint" });

export const webhookEndpointBody = z
  .object({
    id: z.uuid(),
    url: z.string(),
    events: z.array(z.string()),
    style: z.string(),
    isDefault: z.boolean().describe("Whether it is the one of `/v1/webhooks`."),
    enabled: z.boolean(),
    createdAt: instant,
  })
  .meta({ id: "WebhookEndpoint" });

export const webhookEndpointListBody = z
  .object({ data: z.array(webhookEndpointBody) })
  .meta({ id: "WebhookEndpointList" });

export const deletedWebhookEndpointBody = z
  .object({ id: z.uuid(), deleted: z.literal(true) })
  .meta({ id: "DeletedWebhookEndpoint" });

export const deliveryListQuery = pageQuery.extend({
  endpointId: z.uuid().optional(),
  eventId: z.uuid().optional(),
  status: z.enum(webhookDeliveryStatuses).optional(),
  type: text(100).optional().describe("The type of the event."),
  paymentId: z.uuid().optional().describe("What the event is about."),
});

export const newWebhookEndpointBody = webhookEndpointBody
  .extend({ secret: z.string().describe("Shown once. Verify deliveries with it: Standard Webhooks 1.0.") })
  .meta({ id: "NewWebhookEndpoint" });

export const webhookDeliveryBody = z
  .object({
    id: z.uuid(),
    endpointId: z.uuid(),
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
  .strictObject({
    from: instantInput,
    to: instantInput,
    endpointId: z.uuid().optional().describe("Left out: every enabled endpoint."),
  })
  .refine(({ from, to }) => from < to, { path: ["to"], message: "to must be after from." })
  .meta({ id: "ReplayWebhooks" });

export const replayBody = z.object({ events: z.int().describe("How many are sent again.") }).meta({ id: "Replay" });
