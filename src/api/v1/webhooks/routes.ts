import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { validate as isUuid } from "uuid";
import {
  createWebhookEndpoint,
  DeliveryNotFoundError,
  findWebhookEndpoint,
  listDeliveries,
  redeliver,
  replay,
  rotateWebhookSecret,
  type SecretsContext,
  sendTestEvent,
  updateWebhookEndpoint,
  type WebhookTargets,
} from "../../../webhooks/index.ts";
import { actorOf, ownerOf } from "../../http/authentication.ts";
import { idParams } from "../../http/id-params.ts";
import { runOf } from "../../http/idempotency.ts";
import { pageQuery, readPage } from "../../http/page.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import {
  newWebhookEndpointBody,
  replayBody,
  replayRequestBody,
  webhookDeliveryBody,
  webhookDeliveryListBody,
  webhookEndpointBody,
  webhookEndpointRequestBody,
} from "./schemas.ts";
import { deliveryView, endpointView } from "./view.ts";

/** A merchant's webhook endpoints. */
export function webhookRoutes(
  context: MerchantContext & SecretsContext & { readonly webhookTargets: WebhookTargets },
): FastifyPluginAsyncZod {
  return merchantRoutes(context, async (server) => {
    server.get(
      "/v1/webhooks",
      merchantRoute({
        scope: "webhooks:read",
        operationId: "retrieveWebhook",
        summary: "Retrieve the webhook endpoint",
        description: "The endpoint of the mode of your key.",
        failures: [404],
        tags: ["Webhooks"],
        response: { 200: webhookEndpointBody },
      }),
      async (request) => {
        return endpointView(await findWebhookEndpoint(context.database, ownerOf(request)));
      },
    );

    server.post(
      "/v1/webhooks",
      merchantRoute({
        scope: "webhooks:write",
        isFresh: true,
        operationId: "createWebhook",
        summary: "Create the webhook endpoint",
        description: "Sets where you are notified. The secret is shown once.",
        tags: ["Webhooks"],
        body: webhookEndpointRequestBody,
        response: { 201: newWebhookEndpointBody },
      }),
      async (request, reply) => {
        const { url } = request.body;
        const endpoint = await createWebhookEndpoint(context, ownerOf(request), url, runOf(request), actorOf(request));
        return reply.status(201).send({ ...endpointView(endpoint), secret: endpoint.secret });
      },
    );

    server.put(
      "/v1/webhooks",
      merchantRoute({
        scope: "webhooks:write",
        operationId: "updateWebhook",
        summary: "Update the webhook endpoint",
        description: "Points the endpoint elsewhere, and enables it again where it was disabled. Its secret stays.",
        failures: [404],
        tags: ["Webhooks"],
        body: webhookEndpointRequestBody,
        response: { 200: webhookEndpointBody },
      }),
      async (request) => {
        const { url } = request.body;
        return endpointView(await updateWebhookEndpoint(context, ownerOf(request), url, actorOf(request)));
      },
    );

    server.post(
      "/v1/webhooks/regenerate-secret",
      merchantRoute({
        scope: "webhooks:write",
        isFresh: true,
        operationId: "regenerateWebhookSecret",
        summary: "Regenerate the webhook secret",
        failures: [404],
        tags: ["Webhooks"],
        description: "For 24 hours deliveries are signed with the old secret too.",
        response: { 200: newWebhookEndpointBody },
      }),
      async (request) => {
        const endpoint = await rotateWebhookSecret(context, ownerOf(request), runOf(request), actorOf(request));
        return { ...endpointView(endpoint), secret: endpoint.secret };
      },
    );

    server.post(
      "/v1/webhooks/test",
      merchantRoute({
        scope: "webhooks:write",
        operationId: "testWebhook",
        summary: "Send a test event",
        failures: [404],
        tags: ["Webhooks"],
        description: "Sends a `webhook.test` event the way of every other.",
        response: { 202: webhookDeliveryBody },
      }),
      async (request, reply) => {
        const delivery = await sendTestEvent(context, ownerOf(request), runOf(request));
        return reply.status(202).send(deliveryView(delivery));
      },
    );

    server.get(
      "/v1/webhooks/deliveries",
      merchantRoute({
        scope: "webhooks:read",
        operationId: "listWebhookDeliveries",
        summary: "List deliveries",
        description: "Each event on its way to your endpoint: its attempts and its last error.",
        tags: ["Webhooks"],
        querystring: pageQuery,
        response: { 200: webhookDeliveryListBody },
      }),
      async (request) => {
        const owner = ownerOf(request);
        return readPage(request.query, async (page) =>
          (await listDeliveries(context.database, owner, page)).map(deliveryView),
        );
      },
    );

    server.post(
      "/v1/webhooks/deliveries/:id/redeliver",
      merchantRoute({
        scope: "webhooks:write",
        operationId: "redeliverWebhook",
        summary: "Deliver again",
        description: "Starts a delivery again, with the same bytes.",
        tags: ["Webhooks"],
        params: idParams,
        response: { 202: webhookDeliveryBody },
      }),
      async (request, reply) => {
        const { id } = request.params;
        if (!isUuid(id)) throw new DeliveryNotFoundError(id);
        return reply.status(202).send(deliveryView(await redeliver(context, ownerOf(request), id)));
      },
    );

    server.post(
      "/v1/webhooks/replay",
      merchantRoute({
        scope: "webhooks:write",
        operationId: "replayWebhooks",
        summary: "Replay events",
        failures: [404],
        tags: ["Webhooks"],
        description: "Sends all events of a span again, under the ids they had.",
        body: replayRequestBody,
        response: { 202: replayBody },
      }),
      async (request, reply) =>
        reply.status(202).send({ events: await replay(context, ownerOf(request), request.body) }),
    );
  });
}
