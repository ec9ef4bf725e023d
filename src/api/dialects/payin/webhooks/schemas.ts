import { z } from "zod";
import { refundEventTypes } from "../../../../protocol/index.ts";
import { text, webUrl } from "../../../../schemas/index.ts";
import { secondField } from "../fields.ts";
import { pageOf, pageQuery } from "../pages.ts";

/** All that the text names, refunds by our names, and `*`. */
export const eventTypes = [
  "*",
  "order.completed",
  "order.expired",
  "deposit.pending",
  "deposit.confirmed",
  ...refundEventTypes,
] as const;

const events = z.array(z.enum(eventTypes)).min(1).max(eventTypes.length);
const secret = text(200, 16).describe("Signs what is sent, by its bytes. Left out: one is made, and answered once.");

export const addEndpointBody = z
  .object({ url: webUrl, events: events.default(["*"]), secret: secret.optional() })
  .meta({
    id: "PayInAddWebhookEndpoint",
    example: { url: "https://your-api.com/webhooks/payin", events: ["order.completed"] },
  });

export const updateEndpointBody = z
  .object({ url: webUrl.optional(), events: events.optional(), secret: secret.optional() })
  .describe("What is left out stays. An endpoint that was disabled is enabled again.")
  .meta({ id: "PayInUpdateWebhookEndpoint" });

export const endpointBody = z
  .object({ id: z.uuid(), url: z.string(), events: z.array(z.string()), enabled: z.boolean(), createdAt: secondField })
  .meta({ id: "PayInWebhookEndpoint" });

export const newEndpointBody = endpointBody
  .extend({ secret: z.string().optional().describe("Where it was made here. Shown once.") })
  .meta({ id: "PayInNewWebhookEndpoint" });

export const endpointListBody = pageOf(endpointBody).meta({ id: "PayInWebhookEndpointList" });

export const deletedEndpointBody = z
  .object({ id: z.uuid(), deleted: z.literal(true).describe("Nothing is sent to it any more.") })
  .meta({ id: "PayInDeletedWebhookEndpoint" });

export const eventListQuery = pageQuery.extend({
  type: z.enum(["order.completed", "order.expired", "deposit.pending", "deposit.confirmed"]).optional(),
});

const event = z
  .object({
    id: z.uuid().describe("The `webhook-id` header of its deliveries."),
    type: z.string(),
    createdAt: secondField,
    data: z.object({}).loose().describe("The order as it was then, without its address; or the deposit."),
  })
  .meta({ id: "PayInEvent" });

export const eventListBody = pageOf(event).meta({ id: "PayInEventList" });
