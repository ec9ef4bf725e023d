import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { updateOrganization } from "../../../access/index.ts";
import type { PaymentsContext } from "../../../payments/index.ts";
import type { Mode } from "../../../store/index.ts";
import { actorOf, callerOf } from "../../http/authentication.ts";
import { ApiError } from "../../http/errors.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import { organizationBody, organizationRequestBody } from "./schemas.ts";
import { organizationView } from "./view.ts";

type OrganizationContext = MerchantContext & Pick<PaymentsContext, "chains">;

/** What an organization decides for all of its payments, in both modes. */
export function organizationRoutes(context: OrganizationContext): FastifyPluginAsyncZod {
  return merchantRoutes(context, async (server) => {
    server.get(
      "/v1/organization",
      merchantRoute({
        scope: "organization:read",
        operationId: "retrieveOrganization",
        summary: "Retrieve the organization",
        description: "What it decided for all of its payments, in both modes, and where its shares are paid to.",
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
        summary: "Update the organization",
        description: "What is left out stays as it is, and null clears.",
        tags: ["Organization"],
        body: organizationRequestBody,
        response: { 200: organizationBody },
      }),
      async (request) => {
        const { organization, mode } = callerOf(request);
        requireLive(context, mode);
        const updated = await updateOrganization(context, organization.id, request.body, actorOf(request));
        context.authenticator.forgetAll();
        return organizationView(context.database, updated, context.clock());
      },
    );
  });
}

/** What both modes share decides over real money too, and test keys are kept less carefully. */
function requireLive({ chains }: OrganizationContext, mode: Mode): void {
  if (mode === "live" || !chains.some((chain) => chain.mode === "live")) return;
  throw new ApiError(
    "LIVE_KEY_REQUIRED",
    "These settings count for live payments too: change them with a pk_live_ key, or in live mode.",
  );
}
