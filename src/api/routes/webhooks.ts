import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import type { WebhookEndpoint } from "../../store/index.ts";
import { createWebhookEndpoint, findWebhookEndpoint, updateWebhookEndpoint } from "../../webhooks/endpoints.ts";
import { callerOf, requireKey } from "../authentication.ts";
import type { ApiContext } from "../context.ts";
import { errorBody, newWebhookEndpointBody, webhookEndpointBody, webhookEndpointRequestBody } from "../schemas.ts";

/** Where a merchant is told of what happens. */
export function webhookRoutes(context: ApiContext): FastifyPluginAsyncZod {
  return async (server) => {
    server.addHook("preParsing", requireKey(context));

    server.get(
      "/v1/webhooks",
      {
        schema: {
          operationId: "retrieveWebhook",
          tags: ["Webhooks"],
          security: [{ apiKey: [] }],
          response: { 200: webhookEndpointBody, "4xx": errorBody },
        },
      },
      async (request) => {
        const { merchant, mode } = callerOf(request);
        return endpointView(await findWebhookEndpoint(context.database, { merchantId: merchant.id, mode }));
      },
    );

    server.post(
      "/v1/webhooks",
      {
        schema: {
          operationId: "createWebhook",
          tags: ["Webhooks"],
          security: [{ apiKey: [] }],
          body: webhookEndpointRequestBody,
          response: { 201: newWebhookEndpointBody, "4xx": errorBody },
        },
      },
      async (request, reply) => {
        const { merchant, mode } = callerOf(request);
        const endpoint = await createWebhookEndpoint(context, { merchantId: merchant.id, mode }, request.body.url);
        return reply.status(201).send({ ...endpointView(endpoint), secret: endpoint.secret });
      },
    );

    server.put(
      "/v1/webhooks",
      {
        schema: {
          operationId: "updateWebhook",
          tags: ["Webhooks"],
          security: [{ apiKey: [] }],
          body: webhookEndpointRequestBody,
          response: { 200: webhookEndpointBody, "4xx": errorBody },
        },
      },
      async (request) => {
        const { merchant, mode } = callerOf(request);
        const owner = { merchantId: merchant.id, mode };
        return endpointView(await updateWebhookEndpoint(context.database, owner, request.body.url));
      },
    );
  };
}

function endpointView({ id, url, disabledAt, createdAt }: WebhookEndpoint) {
  return { id, url, enabled: disabledAt === null, createdAt: createdAt.toISOString() };
}
