import { z } from "zod";
import { instant, int32Text, text, textStream } from "../../../schemas/index.ts";
import { webhookDeliveryBody } from "../webhooks/schemas.ts";

const after = z.uuid("after must be the id of an event, as in nextCursor of an earlier answer").optional();

/** Types with commas between. */
const types = text(1_000)
  .transform((list) => {
    const names = list.split(",").filter((name) => name !== "");
    return names.length > 0 ? names : undefined;
  })
  .optional()
  .describe("Types of events, with commas between; left out: all.")
  .meta({ type: "string", example: "payment.completed,payment.expired" });

export const eventListQuery = z.object({
  after: after.describe("The last event that you know: those after it are answered. Left out: from the oldest on."),
  types,
  order: z
    .enum(["oldest", "newest"])
    .default("oldest")
    .describe("newest: the newest first, for people; `after` is then the last event of the page before."),
  limit: int32Text({ min: 1, max: 100 }).default(20),
});

export const eventStreamQuery = z.object({ after: after.describe("As `Last-Event-ID`, which comes first."), types });

export const eventBody = z
  .object({
    id: z.uuid().describe("The `webhook-id` of its webhooks."),
    type: z.string(),
    timestamp: instant.describe("When it happened."),
    sequence: z.int().describe("Counts the events of one payment without gaps."),
    data: z.record(z.string(), z.unknown()).describe("As in the webhook in the `standard` style."),
    deposit: z.record(z.string(), z.unknown()).optional().describe("Where it is about money at a deposit address."),
  })
  .meta({ id: "Event" });

export const eventListBody = z
  .object({
    data: z.array(eventBody),
    nextCursor: z.uuid().nullable().describe("For `after`, also where there is no more yet. Null: there is no event."),
    hasMore: z.boolean(),
  })
  .meta({ id: "EventList" });

// Fastify validates a request without a body as one with null.
export const resendRequestBody = z
  .strictObject({ endpointId: z.uuid().optional().describe("Left out: every endpoint that wants such events.") })
  .nullish()
  .meta({ id: "ResendEvent" });

export const resentBody = z.object({ data: z.array(webhookDeliveryBody) }).meta({ id: "ResentEvent" });

/** A stream of text, and no JSON. */
export const eventStreamBody = {
  description: "Server-sent events: `id:` an event's id, `event:` its type, `data:` an Event.",
  content: { "text/event-stream": { schema: textStream } },
};
