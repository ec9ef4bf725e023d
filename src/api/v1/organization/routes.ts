import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { updateOrganization } from "../../../access/index.ts";
import { actorOf, callerOf } from "../../http/authentication.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import { organizationBody, organizationRequestBody } from "./schemas.ts";
import { organizationView } from "./view.ts";

/** What an organization decides for all of its payments, in both modes. */
export function organizationRoutes(context: MerchantContext): FastifyPluginAsyncZod {
  return merchantRoutes(context, async (server) => {
    server.get(
      "/v1/organization",
      merchantRoute({
        scope: "organization:read",
        operationId: "retrieveOrganization",
        tags: ["Organization"],
        response: { 200: organizationBody },
      }),
      async (request) => organizationView(context.database, callerOf(request).organization, context.clock()),
    );

    server.patch(
      "/v1/organization",
      merchantRoute({
        scope: "organization:write",
        operationId: "updateOrganization",
        tags: ["Organization"],
        body: organizationRequestBody,
        response: { 200: organizationBody },
      }),
      async (request) => {
        const { id } = callerOf(request).organization;
        const updated = await updateOrganization(context, id, request.body, actorOf(request));
        context.authenticator.forgetAll();
        return organizationView(context.database, updated, context.clock());
      },
    );
  });
}
