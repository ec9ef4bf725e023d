import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { validate as isUuid } from "uuid";
import { everything, issueApiKey, KeyNotFoundError, listApiKeys, revokeApiKey } from "../../../access/index.ts";
import type { ApiKey } from "../../../store/index.ts";
import type { RouteContext } from "../../context.ts";
import { callerOf, ownerOf, requireKey } from "../../http/authentication.ts";
import { ApiError } from "../../http/errors.ts";
import { acceptIdempotencyKeys, runOf } from "../../http/idempotency.ts";
import { apiKeyBody, apiKeyListBody, createApiKeyBody, errorBody, idParams, newApiKeyBody } from "../schemas.ts";

/** The keys of a merchant, made and revoked with one of them. */
export function apiKeyRoutes(context: RouteContext): FastifyPluginAsyncZod {
  return async (server) => {
    server.addHook("preParsing", requireKey(context));
    acceptIdempotencyKeys(server, context);

    server.get(
      "/v1/auth/api-keys",
      {
        config: { scope: "keys:read" },
        schema: {
          operationId: "listApiKeys",
          tags: ["API keys"],
          security: [{ apiKey: [] }],
          response: { 200: apiKeyListBody, "4xx": errorBody },
        },
      },
      async (request) => ({ data: (await listApiKeys(context, ownerOf(request))).map(keyView) }),
    );

    server.post(
      "/v1/auth/api-keys",
      {
        config: { scope: "keys:write" },
        schema: {
          operationId: "createApiKey",
          tags: ["API keys"],
          security: [{ apiKey: [] }],
          body: createApiKeyBody,
          response: { 201: newApiKeyBody, "4xx": errorBody },
        },
      },
      async (request, reply) => {
        const { name, scopes, allowedAddresses, expiresIn } = request.body;
        requireWithin(callerOf(request).scopes, scopes);
        const run = runOf(request);
        const wanted = { name, scopes, allowedAddresses, life: expiresIn, ...(run && { id: run.id }) };
        const { row, key } = await issueApiKey(context, ownerOf(request), wanted);
        return reply.status(201).send({ ...keyView(row), key });
      },
    );

    server.delete(
      "/v1/auth/api-keys/:id",
      {
        config: { scope: "keys:write" },
        schema: {
          operationId: "revokeApiKey",
          tags: ["API keys"],
          security: [{ apiKey: [] }],
          params: idParams,
          response: { 200: apiKeyBody, "4xx": errorBody },
        },
      },
      async (request) => {
        const { id } = request.params;
        if (!isUuid(id)) throw new KeyNotFoundError(id);
        const revoked = await revokeApiKey(context, ownerOf(request), id, runOf(request));
        context.authenticator.forget(revoked.hash);
        return keyView(revoked);
      },
    );
  };
}

/** A key cannot make one that may do more. */
function requireWithin(granted: readonly string[], wanted: readonly string[]): void {
  if (granted.includes(everything)) return;
  const beyond = wanted.filter((scope) => !granted.includes(scope));
  if (beyond.length === 0) return;
  throw new ApiError("SCOPE_MISSING", `This key cannot give ${beyond.join(", ")}, which it does not have itself.`);
}

function keyView({ id, name, mode, hint, scopes, allowedAddresses, lastUsedAt, expiresAt, createdAt }: ApiKey) {
  return {
    id,
    name,
    mode,
    hint: `pk_${mode}_…${hint}`,
    scopes,
    allowedAddresses,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}
