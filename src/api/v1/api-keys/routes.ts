import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { listApiKeys } from "../../../access/index.ts";
import { callerOf, ownerOf } from "../../http/authentication.ts";
import { idParams } from "../../http/id-params.ts";
import { issueRequestedKey, revokeRequestedKey } from "../../http/key-requests.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import { apiKeyBody, apiKeyListBody, createApiKeyBody, newApiKeyBody } from "./schemas.ts";
import { keyView } from "./view.ts";

/** The keys of a merchant, made and revoked with one of them. */
export function apiKeyRoutes(context: MerchantContext): FastifyPluginAsyncZod {
  return merchantRoutes(context, async (server) => {
    server.get(
      "/v1/auth/api-keys",
      merchantRoute({
        scope: "keys:read",
        operationId: "listApiKeys",
        summary: "List API keys",
        description: "The active keys of your organization that are not stronger than the one that asks.",
        tags: ["API keys"],
        response: { 200: apiKeyListBody },
      }),
      async (request) => ({ data: (await listApiKeys(context, ownerOf(request), callerOf(request))).map(keyView) }),
    );

    server.post(
      "/v1/auth/api-keys",
      merchantRoute({
        scope: "keys:write",
        isFresh: true,
        operationId: "createApiKey",
        summary: "Create an API key",
        description: "Makes a key that allows no more than the one that asks. It is shown once.",
        tags: ["API keys"],
        body: createApiKeyBody,
        response: { 201: newApiKeyBody },
      }),
      async (request, reply) => {
        const { expiresIn: life, ...wanted } = request.body;
        const { row, key } = await issueRequestedKey(context, request, { ...wanted, life });
        return reply.status(201).send({ ...keyView(row), key });
      },
    );

    server.delete(
      "/v1/auth/api-keys/:id",
      merchantRoute({
        scope: "keys:write",
        isFresh: true,
        operationId: "revokeApiKey",
        summary: "Revoke an API key",
        description: "Revokes a key at once, with those that were made by it.",
        tags: ["API keys"],
        params: idParams,
        response: { 200: apiKeyBody },
      }),
      async (request) => keyView(await revokeRequestedKey(context, request, request.params.id)),
    );
  });
}
