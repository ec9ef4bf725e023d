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
  updateWebhookEndpoint,
  WebhookEndpointNotFoundError,
  type WebhookTargets,
} from "../../../webhooks/index.ts";
import { actorOf, ownerOf } from "../../http/authentication.ts";
import { idParams } from "../../http/id-params.ts";
import { runOf } from "../../http/idempotency.ts";
import { readPage } from "../../http/page.ts";
import { merchantRoute, merchantRoutes } from "../../http/routes.ts";
import { webhookRenderers } from "../../webhook-renderers.ts";
import type { ViewContext } from "../payments/view.ts";
import {
  deliveryListQuery,
  newWebhookEndpointBody,
  replayBody,
  replayRequestBody,
  webhookDeliveryBody,
  webhookDeliveryListBody,
  webhookEndpointBody,
  webhookEndpointRequestBody,
} from "./schemas.ts";
import { sendTest, type TestContext, testAnswers } from "./send-test.ts";
import { deliveryView, endpointView, newEndpointView } from "./view.ts";

/** A merchant's webhook endpoints. */
export function webhookRoutes(
  context: TestContext & SecretsContext & ViewContext & { readonly webhookTargets: WebhookTargets },
): FastifyPluginAsyncZod {
  const renderers = webhookRenderers(context);
  return merchantRoutes(context, async (server) => {
    server.get(
      "/v1/webhooks",
      merchantRoute({
        scope: "webhooks:read",
        operationId: "retrieveWebhook",
        summary: "Retrieve the webhook endpoint",
        description: "The default endpoint of the mode of your key.",
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
        const endpoint = await createWebhookEndpoint(
          context,
          ownerOf(request),
          request.body,
          runOf(request),
          actorOf(request),
        );
        return reply.status(201).send(newEndpointView(endpoint));
      },
    );

    server.put(
      "/v1/webhooks",
      merchantRoute({
        scope: "webhooks:write",
        operationId: "updateWebhook",
        summary: "Update the webhook endpoint",
        description:
          "Points the endpoint elsewhere, and enables it again where it was disabled; its secret stays. Where there is none, it is made: 201, with its secret.",
        tags: ["Webhooks"],
        body: webhookEndpointRequestBody,
        response: { 200: webhookEndpointBody, 201: newWebhookEndpointBody },
      }),
      async (request, reply) => {
        const owner = ownerOf(request);
        const actor = actorOf(request);
        try {
          return endpointView(await updateWebhookEndpoint(context, owner, request.body, actor));
        } catch (error) {
          if (!(error instanceof WebhookEndpointNotFoundError)) throw error;
          const endpoint = await createWebhookEndpoint(context, owner, request.body, runOf(request), actor);
          return reply.status(201).send(newEndpointView(endpoint));
        }
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
        return newEndpointView(endpoint);
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
        description:
          "Sends a `webhook.test` event the way of every other, and answers what its first attempt came to: 200 with the receiver's status or the error. After ten seconds without either it answers 202.",
        response: testAnswers,
      }),
      async (request, reply) => sendTest(context, ownerOf(request), request, reply),
    );

    server.get(
      "/v1/webhooks/deliveries",
      merchantRoute({
        scope: "webhooks:read",
        operationId: "listWebhookDeliveries",
        summary: "List deliveries",
        description: "Each event on its way to an endpoint: its attempts and its last error.",
        tags: ["Webhooks"],
        querystring: deliveryListQuery,
        response: { 200: webhookDeliveryListBody },
      }),
      async (request) => {
        const owner = ownerOf(request);
        const { cursor, limit, ...filter } = request.query;
        return readPage({ cursor, limit }, async (page) =>
          (await listDeliveries(context.database, owner, page, filter)).map(deliveryView),
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
      async (request, reply) => {
        const { endpointId, ...span } = request.body;
        const ref = { ...ownerOf(request), endpointId };
        return reply.status(202).send({ events: await replay({ ...context, renderers }, ref, span) });
      },
    );
  });
}
