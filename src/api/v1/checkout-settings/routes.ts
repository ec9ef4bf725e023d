import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { readCheckoutSettings, writeCheckoutSettings } from "../../../checkout/index.ts";
import type { RouteContext } from "../../context.ts";
import { ownerOf, requireKey } from "../../http/authentication.ts";
import { acceptIdempotencyKeys } from "../../http/idempotency.ts";
import { checkoutSettingsBody, checkoutSettingsRequestBody, errorBody } from "../schemas.ts";

/** What a merchant decides about its checkout page. */
export function checkoutSettingsRoutes(context: RouteContext): FastifyPluginAsyncZod {
  return async (server) => {
    server.addHook("preParsing", requireKey(context));
    acceptIdempotencyKeys(server, context);

    server.get(
      "/v1/checkout-settings",
      {
        config: { scope: "checkout:read" },
        schema: {
          operationId: "retrieveCheckoutSettings",
          tags: ["Checkout"],
          security: [{ apiKey: [] }],
          response: { 200: checkoutSettingsBody, "4xx": errorBody },
        },
      },
      async (request) => readCheckoutSettings(context.database, ownerOf(request)),
    );

    server.put(
      "/v1/checkout-settings",
      {
        config: { scope: "checkout:write" },
        schema: {
          operationId: "updateCheckoutSettings",
          tags: ["Checkout"],
          security: [{ apiKey: [] }],
          body: checkoutSettingsRequestBody,
          response: { 200: checkoutSettingsBody, "4xx": errorBody },
        },
      },
      async (request) => writeCheckoutSettings(context.database, ownerOf(request), request.body),
    );
  };
}
