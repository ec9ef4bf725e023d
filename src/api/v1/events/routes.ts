import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { validate as isUuid } from "uuid";
import { EventNotFoundError, findEvent, lastEvent, listEvents } from "../../../events/index.ts";
import { resendEvent } from "../../../webhooks/index.ts";
import { callerOfEither, ownerOf } from "../../http/authentication.ts";
import { idParams } from "../../http/id-params.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import { webhookRenderers } from "../../webhook-renderers.ts";
import type { ViewContext } from "../payments/view.ts";
import { deliveryView } from "../webhooks/view.ts";
import { createEventStreams } from "./event-stream.ts";
import {
  eventBody,
  eventListBody,
  eventListQuery,
  eventStreamBody,
  eventStreamQuery,
  resendRequestBody,
  resentBody,
} from "./schemas.ts";
import { eventView } from "./view.ts";

/** What happened, in order: to read, to follow, and to send again. */
export function eventRoutes(context: MerchantContext & ViewContext): FastifyPluginAsyncZod {
  const { database } = context;
  const renderers = webhookRenderers(context);
  return merchantRoutes(context, async (server) => {
    const streams = createEventStreams();
    server.addHook("preClose", async () => streams.stop());

    server.get(
      "/v1/events",
      merchantRoute({
        scope: "payments:read",
        operationId: "listEvents",
        summary: "List events",
        description:
          "In the order in which they happened, the oldest first: ask for those after the last one that you know, and you miss none. Events are kept for 30 days at least.",
        failures: [404],
        tags: ["Events"],
        querystring: eventListQuery,
        response: { 200: eventListBody },
      }),
      async (request) => {
        const { after, types, limit, order } = request.query;
        const asked = { after, types, limit: limit + 1, isNewestFirst: order === "newest" };
        const events = await listEvents(database, ownerOf(request), asked);
        const data = events.slice(0, limit).map((event) => eventView(context, event));
        return { data, nextCursor: data.at(-1)?.id ?? after ?? null, hasMore: events.length > limit };
      },
    );

    server.get(
      "/v1/events/stream",
      merchantRoute({
        scope: "payments:read",
        operationId: "followEvents",
        summary: "Follow events",
        description:
          "Server-sent events: those after `Last-Event-ID` (or `after`), then each as it happens. A client that comes back with its last id misses none.",
        failures: [404],
        tags: ["Events"],
        querystring: eventStreamQuery,
        response: { 200: eventStreamBody },
      }),
      async (request, reply) => {
        const owner = ownerOf(request);
        const { types } = request.query;
        const header = request.headers["last-event-id"];
        const after = typeof header === "string" && header !== "" ? header : request.query.after;
        const stream = await streams.open({
          owner: `${owner.organizationId} ${owner.mode}`,
          after,
          read: (last, limit) => listEvents(database, owner, { after: last, types, limit }),
          newest: () => lastEvent(database, owner),
          view: (event) => eventView(context, event),
          check: () => callerOfEither(context, request),
        });
        reply.raw.once("close", () => stream.destroy());
        if (reply.raw.destroyed) stream.destroy();
        // Nothing between us and the reader keeps events until more of them came.
        return reply.type("text/event-stream").header("x-accel-buffering", "no").send(stream);
      },
    );

    server.get(
      "/v1/events/:id",
      merchantRoute({
        scope: "payments:read",
        operationId: "retrieveEvent",
        summary: "Retrieve an event",
        description: "By its id, which is the `webhook-id` of its webhooks.",
        tags: ["Events"],
        params: idParams,
        response: { 200: eventBody },
      }),
      async (request) => eventView(context, await findEvent(database, ownerOf(request), request.params.id)),
    );

    server.post(
      "/v1/events/:id/resend",
      merchantRoute({
        scope: "webhooks:write",
        operationId: "resendEvent",
        summary: "Send an event again",
        description:
          "To every enabled endpoint that wants such events, or to one of them, under the same `webhook-id`.",
        tags: ["Events"],
        params: idParams,
        body: resendRequestBody,
        response: { 202: resentBody },
      }),
      async (request, reply) => {
        const { id } = request.params;
        if (!isUuid(id)) throw new EventNotFoundError(id);
        const owner = ownerOf(request);
        const event = await findEvent(database, owner, id);
        const ref = { ...owner, endpointId: request.body?.endpointId };
        const deliveries = await resendEvent({ ...context, renderers }, ref, event);
        return reply.status(202).send({ data: deliveries.map(deliveryView) });
      },
    );
  });
}
