import helmet from "@fastify/helmet";
import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import { createJsonSchemaTransformObject, jsonSchemaTransform } from "fastify-type-provider-zod";
import type { Logger } from "pino";
import { z } from "zod";
import { serveCheckoutPage } from "./checkout-page.ts";
import type { ApiContext } from "./context.ts";
import { createHttpServer } from "./http-server.ts";
import { createAuthenticator } from "./keys.ts";
import { limitRequests } from "./limits.ts";
import { serveMetrics } from "./metrics.ts";
import { apiKeyRoutes } from "./routes/api-keys.ts";
import { checkoutRoutes } from "./routes/checkout.ts";
import { checkoutSettingsRoutes } from "./routes/checkout-settings.ts";
import { checkoutClaimRoutes, claimRoutes } from "./routes/claims.ts";
import { operationsRoutes } from "./routes/operations.ts";
import { paymasterRoutes } from "./routes/paymaster.ts";
import { paymentRoutes } from "./routes/payments.ts";
import { reportRoutes } from "./routes/reports.ts";
import { web3Routes } from "./routes/web3.ts";
import { webhookRoutes } from "./routes/webhooks.ts";

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
