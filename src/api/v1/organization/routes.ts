import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { removeLogo, setLogo, updateOrganization } from "../../../access/index.ts";
import type { PaymentsContext } from "../../../payments/index.ts";
import { actorOf, callerOf } from "../../http/authentication.ts";
import { requireLive } from "../../http/live-settings.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import { logoRequestBody, organizationBody, organizationRequestBody } from "./schemas.ts";
import { organizationView, type ViewContext } from "./view.ts";

type OrganizationContext = MerchantContext & ViewContext & Pick<PaymentsContext, "chains">;

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
      async (request) => organizationView(context, callerOf(request).organization),
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
        return organizationView(context, updated);
      },
    );

    server.put(
      "/v1/organization/logo",
      merchantRoute({
        scope: "organization:write",
        operationId: "setLogo",
        summary: "Set the logo",
        description:
          "The picture that your customers see, a PNG or an SVG. It is cleaned: of a PNG the pixels stay, of an SVG the shapes. What would run, load or link is refused.",
        tags: ["Organization"],
        body: logoRequestBody,
        response: { 200: organizationBody },
      }),
      async (request) => {
        const { organization, mode } = callerOf(request);
        requireLive(context, mode);
        const { type, data } = request.body;
        const logo = { type, data: Buffer.from(data, "base64") };
        await setLogo(context, organization.id, logo, actorOf(request));
        return organizationView(context, organization);
      },
    );

    server.delete(
      "/v1/organization/logo",
      merchantRoute({
        scope: "organization:write",
        operationId: "removeLogo",
        summary: "Remove the logo",
        description: "Your customers see the first letter of your name instead.",
        tags: ["Organization"],
        response: { 200: organizationBody },
      }),
      async (request) => {
        const { organization, mode } = callerOf(request);
        requireLive(context, mode);
        await removeLogo(context, organization.id, actorOf(request));
        return organizationView(context, organization);
      },
    );
  });
}
