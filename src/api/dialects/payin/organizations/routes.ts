import type { FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  keyScopesOf,
  listApiKeys,
  mayManage,
  OrganizationNotFoundError,
  organizationsOf,
  RoleInsufficientError,
  roleOfKey,
} from "../../../../access/index.ts";
import { callerOf, ownerOf } from "../../../http/authentication.ts";
import { idParams } from "../../../http/id-params.ts";
import { issueRequestedKey, revokeRequestedKey } from "../../../http/key-requests.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../../http/routes.ts";
import { errorBody, sendError } from "../errors.ts";
import { pageOfWhole, pageQuery } from "../pages.ts";
import {
  createPayinKeyBody,
  deletedPayinKeyBody,
  newPayinKeyBody,
  payinKeyListBody,
  payinOrganizationListBody,
} from "./schemas.ts";
import { keyView, organizationView } from "./translate.ts";

/** `/organizations` and `/api-keys`: whose keys there are, for admins alone. */
export function organizationRoutes(context: MerchantContext): FastifyPluginAsyncZod {
  return merchantRoutes(context, async (server) => {
    server.setErrorHandler(sendError);

    server.get(
      "/api/v1/organizations",
      merchantRoute({
        scope: "organization:write",
        operationId: "listOrganizations",
        summary: "List organizations",
        description: "A key's own; with a session, all that you work in.",
        tags: ["PayIn API"],
        querystring: pageQuery,
        response: { 200: payinOrganizationListBody },
        errors: errorBody,
      }),
      async (request) => {
        const { organization, credential, scopes } = callerOf(request);
        const own =
          credential.kind === "key"
            ? [{ organization, role: roleOfKey(scopes) }]
            : (await organizationsOf(context.database, credential.userId)).toReversed();
        return pageOfWhole(
          request.query,
          own.map((each) => organizationView(each.organization, each.role)),
        );
      },
    );

    server.post(
      "/api/v1/organizations/:id/api-keys",
      merchantRoute({
        scope: "keys:write",
        isFresh: true,
        operationId: "createOrganizationKey",
        summary: "Create an API key of an organization",
        description:
          "In the mode of the key or session that asks, and within what that may do: by default the same. It is shown once.",
        tags: ["PayIn API"],
        params: idParams,
        body: createPayinKeyBody,
        response: { 201: newPayinKeyBody },
        errors: errorBody,
      }),
      async (request, reply) => {
        requireOwn(request, request.params.id);
        const { credential } = callerOf(request);
        const { role, expiresIn: life, ...wanted } = request.body;
        if (role && credential.kind === "session" && !mayManage(credential.role, role)) {
          throw new RoleInsufficientError(credential.role, role);
        }
        const scopes = role ? keyScopesOf(role) : wanted.scopes;
        const { row, key } = await issueRequestedKey(context, request, { ...wanted, scopes, life });
        return reply.status(201).send({ ...keyView(row), key });
      },
    );

    server.get(
      "/api/v1/organizations/:id/api-keys",
      merchantRoute({
        scope: "keys:read",
        operationId: "listOrganizationKeys",
        summary: "List API keys of an organization",
        description: "The active ones of the mode that are not stronger than what asks.",
        tags: ["PayIn API"],
        params: idParams,
        querystring: pageQuery,
        response: { 200: payinKeyListBody },
        errors: errorBody,
      }),
      async (request) => {
        requireOwn(request, request.params.id);
        const keys = await listApiKeys(context, ownerOf(request), callerOf(request));
        return pageOfWhole(request.query, keys.map(keyView));
      },
    );

    server.delete(
      "/api/v1/api-keys/:id",
      merchantRoute({
        scope: "keys:write",
        isFresh: true,
        operationId: "deleteKey",
        summary: "Delete an API key",
        description: "Revokes it at once, with those that were made by it.",
        tags: ["PayIn API"],
        params: idParams,
        response: { 200: deletedPayinKeyBody },
        errors: errorBody,
      }),
      async (request) => {
        const { id } = await revokeRequestedKey(context, request, request.params.id);
        return { keyId: id, deleted: true } as const;
      },
    );
  });
}

/** A key has one organization, and a session is about one at a time (`X-Organization`). */
function requireOwn(request: FastifyRequest, id: string): void {
  if (callerOf(request).organization.id !== id) throw new OrganizationNotFoundError(id);
}
