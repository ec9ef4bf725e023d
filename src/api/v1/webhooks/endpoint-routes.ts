import type { FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { validate as isUuid } from "uuid";
import {
  addWebhookEndpoint,
  deleteWebhookEndpoint,
  findWebhookEndpoint,
  listWebhookEndpoints,
  rotateWebhookSecret,
  type SecretsContext,
  updateWebhookEndpoint,
  WebhookEndpointNotFoundError,
  type WebhookTargets,
} from "../../../webhooks/index.ts";
import { actorOf, ownerOf } from "../../http/authentication.ts";
import { idParams } from "../../http/id-params.ts";
import { runOf } from "../../http/idempotency.ts";
import { merchantRoute, merchantRoutes } from "../../http/routes.ts";
import {
  addWebhookEndpointBody,
  deletedWebhookEndpointBody,
  newWebhookEndpointBody,
  updateWebhookEndpointBody,
  webhookEndpointBody,
  webhookEndpointListBody,
} from "./schemas.ts";
import { sendTest, type TestContext, testAnswers } from "./send-test.ts";
import { endpointView, newEndpointView } from "./view.ts";

/** Several endpoints of one organization and mode, each with its events, style and secret. */
export function webhookEndpointRoutes(
  context: TestContext & SecretsContext & { readonly webhookTargets: WebhookTargets },
): FastifyPluginAsyncZod {
  const path = "/v1/webhooks/endpoints";
  return merchantRoutes(context, async (server) => {
    server.get(
      path,
      merchantRoute({
        scope: "webhooks:read",
        operationId: "listWebhookEndpoints",
        summary: "List webhook endpoints",
        description: "All of the mode of your key, the oldest first: 16 at most.",
        tags: ["Webhooks"],
        response: { 200: webhookEndpointListBody },
      }),
      async (request) => ({ data: (await listWebhookEndpoints(context.database, ownerOf(request))).map(endpointView) }),
    );

    server.post(
      path,
      merchantRoute({
        scope: "webhooks:write",
        isFresh: true,
        operationId: "addWebhookEndpoint",
        summary: "Add a webhook endpoint",
        description: "Beside those that there are, up to 16. Its secret is shown once.",
        tags: ["Webhooks"],
        body: addWebhookEndpointBody,
        response: { 201: newWebhookEndpointBody },
      }),
      async (request, reply) => {
        const { body } = request;
        const added = await addWebhookEndpoint(context, ownerOf(request), body, runOf(request), actorOf(request));
        return reply.status(201).send(newEndpointView(added));
      },
    );

    server.get(
      `${path}/:id`,
      merchantRoute({
        scope: "webhooks:read",
        operationId: "retrieveWebhookEndpoint",
        summary: "Retrieve a webhook endpoint",
        description: "Without its secret.",
        tags: ["Webhooks"],
        params: idParams,
        response: { 200: webhookEndpointBody },
      }),
      async (request) => endpointView(await findWebhookEndpoint(context.database, refOf(request))),
    );

    server.patch(
      `${path}/:id`,
      merchantRoute({
        scope: "webhooks:write",
        operationId: "updateWebhookEndpoint",
        summary: "Update a webhook endpoint",
        description: "What is left out stays, and an endpoint that was disabled is enabled again.",
        tags: ["Webhooks"],
        params: idParams,
        body: updateWebhookEndpointBody,
        response: { 200: webhookEndpointBody },
      }),
      async (request) =>
        endpointView(await updateWebhookEndpoint(context, refOf(request), request.body, actorOf(request))),
    );

    server.delete(
      `${path}/:id`,
      merchantRoute({
        scope: "webhooks:write",
        isFresh: true,
        operationId: "deleteWebhookEndpoint",
        summary: "Delete a webhook endpoint",
        description: "With its secrets, and with what is on its way to it. Events stay.",
        tags: ["Webhooks"],
        params: idParams,
        response: { 200: deletedWebhookEndpointBody },
      }),
      async (request) => {
        const ref = refOf(request);
        await deleteWebhookEndpoint(context, ref, runOf(request), actorOf(request));
        return { id: ref.endpointId, deleted: true } as const;
      },
    );

    server.post(
      `${path}/:id/regenerate-secret`,
      merchantRoute({
        scope: "webhooks:write",
        isFresh: true,
        operationId: "regenerateWebhookEndpointSecret",
        summary: "Regenerate an endpoint's secret",
        description: "For 24 hours deliveries are signed with the old secret too.",
        tags: ["Webhooks"],
        params: idParams,
        response: { 200: newWebhookEndpointBody },
      }),
      async (request) =>
        newEndpointView(await rotateWebhookSecret(context, refOf(request), runOf(request), actorOf(request))),
    );

    server.post(
      `${path}/:id/test`,
      merchantRoute({
        scope: "webhooks:write",
        operationId: "testWebhookEndpoint",
        summary: "Send a test event to an endpoint",
        description:
          "Sends a `webhook.test` event the way of every other, whatever events the endpoint wants, and answers what its first attempt came to; after ten seconds 202.",
        tags: ["Webhooks"],
        params: idParams,
        response: testAnswers,
      }),
      async (request, reply) => sendTest(context, refOf(request), request, reply),
    );
  });
}

function refOf(request: FastifyRequest) {
  const { id: endpointId } = request.params as { readonly id: string };
  if (!isUuid(endpointId)) throw new WebhookEndpointNotFoundError(endpointId);
  return { ...ownerOf(request), endpointId };
}
