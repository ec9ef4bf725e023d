import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { readCheckoutSettings, writeCheckoutSettings } from "../../../checkout/index.ts";
import { actorOf, ownerOf } from "../../http/authentication.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import { checkoutSettingsBody, checkoutSettingsRequestBody } from "./schemas.ts";

/** What a merchant decides about its checkout page. */
export function checkoutSettingsRoutes(context: MerchantContext): FastifyPluginAsyncZod {
  return merchantRoutes(context, async (server) => {
    server.get(
      "/v1/checkout-settings",
      merchantRoute({
        scope: "checkout:read",
        operationId: "retrieveCheckoutSettings",
        summary: "Retrieve the checkout settings",
        description: "What your organization decided about its checkout page.",
        tags: ["Checkout"],
        response: { 200: checkoutSettingsBody },
      }),
      async (request) => readCheckoutSettings(context.database, ownerOf(request)),
    );

    server.put(
      "/v1/checkout-settings",
      merchantRoute({
        scope: "checkout:write",
        operationId: "updateCheckoutSettings",
        summary: "Update the checkout settings",
        description: "Sets them as a whole; `contractPayers` stays where it is left out.",
        tags: ["Checkout"],
        body: checkoutSettingsRequestBody,
        response: { 200: checkoutSettingsBody },
      }),
      async (request) => writeCheckoutSettings(context, ownerOf(request), request.body, actorOf(request)),
    );
  });
}
