import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { validate as isUuid } from "uuid";
import type { WebhookEndpoint } from "../../../store/index.ts";
import {
  createWebhookEndpoint,
  type Delivery,
  DeliveryNotFoundError,
  findWebhookEndpoint,
  listDeliveries,
  redeliver,
  replay,
  rotateWebhookSecret,
  sendTestEvent,
  updateWebhookEndpoint,
} from "../../../webhooks/index.ts";
import type { RouteContext } from "../../context.ts";
import { ownerOf, requireKey } from "../../http/authentication.ts";
import { acceptIdempotencyKeys, runOf } from "../../http/idempotency.ts";
import { pageQuery, readPage } from "../../http/page.ts";
import {
  errorBody,
  idParams,
  newWebhookEndpointBody,
  replayBody,
  replayRequestBody,
  webhookDeliveryBody,
  webhookDeliveryListBody,
  webhookEndpointBody,
  webhookEndpointRequestBody,
} from "../schemas.ts";

/** Where a merchant is told of what happens. */
export function webhookRoutes(context: RouteContext): FastifyPluginAsyncZod {
  return async (server) => {
    server.addHook("preParsing", requireKey(context));
    acceptIdempotencyKeys(server, context);

    server.get(
      "/v1/webhooks",
      {
        config: { scope: "webhooks:read" },
        schema: {
          operationId: "retrieveWebhook",
          tags: ["Webhooks"],
          security: [{ apiKey: [] }],
          response: { 200: webhookEndpointBody, "4xx": errorBody },
        },
      },
      async (request) => {
        return endpointView(await findWebhookEndpoint(context.database, ownerOf(request)));
      },
    );

    server.post(
      "/v1/webhooks",
      {
        config: { scope: "webhooks:write" },
        schema: {
          operationId: "createWebhook",
          tags: ["Webhooks"],
          security: [{ apiKey: [] }],
          body: webhookEndpointRequestBody,
          response: { 201: newWebhookEndpointBody, "4xx": errorBody },
        },
      },
      async (request, reply) => {
        const endpoint = await createWebhookEndpoint(context, ownerOf(request), request.body.url, runOf(request));
        return reply.status(201).send({ ...endpointView(endpoint), secret: endpoint.secret });
      },
    );

    server.put(
      "/v1/webhooks",
      {
        config: { scope: "webhooks:write" },
        schema: {
          operationId: "updateWebhook",
          tags: ["Webhooks"],
          security: [{ apiKey: [] }],
          body: webhookEndpointRequestBody,
          response: { 200: webhookEndpointBody, "4xx": errorBody },
        },
      },
      async (request) => {
        return endpointView(await updateWebhookEndpoint(context, ownerOf(request), request.body.url));
      },
    );

    server.post(
      "/v1/webhooks/regenerate-secret",
      {
        config: { scope: "webhooks:write" },
        schema: {
          operationId: "regenerateWebhookSecret",
          tags: ["Webhooks"],
          description: "For 24 hours deliveries are signed with both secrets.",
          security: [{ apiKey: [] }],
          response: { 200: newWebhookEndpointBody, "4xx": errorBody },
        },
      },
      async (request) => {
        const endpoint = await rotateWebhookSecret(context, ownerOf(request), runOf(request));
        return { ...endpointView(endpoint), secret: endpoint.secret };
      },
    );

    server.post(
      "/v1/webhooks/test",
      {
        config: { scope: "webhooks:write" },
        schema: {
          operationId: "testWebhook",
          tags: ["Webhooks"],
          description: "Sends a `webhook.test` event the way of every other.",
          security: [{ apiKey: [] }],
          response: { 202: webhookDeliveryBody, "4xx": errorBody },
        },
      },
      async (request, reply) => {
        const delivery = await sendTestEvent(context, ownerOf(request), runOf(request));
        return reply.status(202).send(deliveryView(delivery));
      },
    );

    server.get(
      "/v1/webhooks/deliveries",
      {
        config: { scope: "webhooks:read" },
        schema: {
          operationId: "listWebhookDeliveries",
          tags: ["Webhooks"],
          security: [{ apiKey: [] }],
          querystring: pageQuery,
          response: { 200: webhookDeliveryListBody, "4xx": errorBody },
        },
      },
      async (request) => {
        const owner = ownerOf(request);
        return readPage(request.query, async (page) =>
          (await listDeliveries(context.database, owner, page)).map(deliveryView),
        );
      },
    );

    server.post(
      "/v1/webhooks/deliveries/:id/redeliver",
      {
        config: { scope: "webhooks:write" },
        schema: {
          operationId: "redeliverWebhook",
          tags: ["Webhooks"],
          security: [{ apiKey: [] }],
          params: idParams,
          response: { 202: webhookDeliveryBody, "4xx": errorBody },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        if (!isUuid(id)) throw new DeliveryNotFoundError(id);
        return reply.status(202).send(deliveryView(await redeliver(context, ownerOf(request), id)));
      },
    );

    server.post(
      "/v1/webhooks/replay",
      {
        config: { scope: "webhooks:write" },
        schema: {
          operationId: "replayWebhooks",
          tags: ["Webhooks"],
          description: "Sends all events of a span again, under the ids they had.",
          security: [{ apiKey: [] }],
          body: replayRequestBody,
          response: { 202: replayBody, "4xx": errorBody },
        },
      },
      async (request, reply) =>
        reply.status(202).send({ events: await replay(context, ownerOf(request), request.body) }),
    );
  };
}

function endpointView({ id, url, disabledAt, createdAt }: WebhookEndpoint) {
  return { id, url, enabled: disabledAt === null, createdAt: createdAt.toISOString() };
}

function deliveryView(delivery: Delivery) {
  const { id, eventId, type, paymentId, sequence, status, attempts, responseStatus, lastError } = delivery;
  return {
    id,
    eventId,
    type,
    paymentId,
    sequence,
    status,
    attempts,
    nextAttemptAt: status === "PENDING" ? delivery.nextAttemptAt.toISOString() : null,
    responseStatus,
    lastError,
    deliveredAt: delivery.deliveredAt?.toISOString() ?? null,
    createdAt: delivery.createdAt.toISOString(),
  };
}
