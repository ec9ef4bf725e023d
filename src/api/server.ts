import helmet from "@fastify/helmet";
import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import { createJsonSchemaTransformObject, jsonSchemaTransform } from "fastify-type-provider-zod";
import type { Logger } from "pino";
import { z } from "zod";
import { createAuthenticator } from "../access/index.ts";
import type { ApiContext } from "./context.ts";
import { createHttpServer } from "./http/http-server.ts";
import { limitRequests } from "./http/limits.ts";
import { serveMetrics } from "./http/metrics.ts";
import { serveCheckoutPage } from "./pages/checkout-page.ts";
import { paymasterRoutes } from "./rpc/paymaster.ts";
import { web3Routes } from "./rpc/web3.ts";
import { apiKeyRoutes } from "./v1/api-keys/routes.ts";
import { checkoutRoutes } from "./v1/checkout/routes.ts";
import { checkoutSettingsRoutes } from "./v1/checkout-settings/routes.ts";
import { operationsRoutes } from "./v1/operations/routes.ts";
import { paymentRoutes } from "./v1/payments/routes.ts";
import { checkoutClaimRoutes, claimRoutes } from "./v1/recoveries/routes.ts";
import { reportRoutes } from "./v1/reports/routes.ts";
import { webhookRoutes } from "./v1/webhooks/routes.ts";

/** The HTTP API as a Fastify server that does not listen yet. */
export async function buildServer(context: ApiContext, log: Logger) {
  const server = createHttpServer(context, log);
  // The reference page is the only one with anything to run; its inline style is Swagger UI's own.
  await server.register(helmet, {
    contentSecurityPolicy: {
      directives: { "style-src": ["'self'", "'unsafe-inline'"], "upgrade-insecure-requests": null },
    },
  });
  await limitRequests(server, context.limits);

  await server.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Railsplit", version: "1", description: "Split stablecoin payments, settled in one transaction." },
      servers: [{ url: context.publicUrl }],
      components: { securitySchemes: { apiKey: { type: "http", scheme: "bearer" } } },
    },
    transform: jsonSchemaTransform,
    transformObject: createJsonSchemaTransformObject({ schemaRegistry: z.globalRegistry }),
  });
  for (const path of ["/v1/openapi.json", "/api/openapi"]) {
    server.get(path, { schema: { hide: true } }, async () => server.swagger());
  }
  await server.register(swaggerUi, { routePrefix: "/docs", uiConfig: { docExpansion: "list" } });
  serveMetrics(server, context);

  const routes = { ...context, authenticator: createAuthenticator(context) };
  await server.register(paymentRoutes(routes));
  await server.register(claimRoutes(routes));
  await server.register(checkoutRoutes(routes));
  await server.register(checkoutClaimRoutes(routes));
  await server.register(checkoutSettingsRoutes(routes));
  await server.register(webhookRoutes(routes));
  await server.register(web3Routes(routes));
  await server.register(paymasterRoutes(routes));
  await server.register(apiKeyRoutes(routes));
  await server.register(reportRoutes(routes));
  await server.register(operationsRoutes(routes));
  if (context.checkoutPage) await serveCheckoutPage(server, context, context.checkoutPage);
  return server;
}
