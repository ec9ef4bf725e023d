import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import type { Logger } from "pino";
import { createAuthenticator } from "../access/index.ts";
import type { ApiContext } from "./context.ts";
import { fiatLinks } from "./dialects/fiat-links/index.ts";
import { payin } from "./dialects/payin/index.ts";
import { paylinkr } from "./dialects/paylinkr/index.ts";
import { pymstrLinks } from "./dialects/pymstr-links/index.ts";
import { createHttpServer } from "./http/http-server.ts";
import { limitRequests } from "./http/limits/index.ts";
import { measureRequests } from "./http/metrics.ts";
import { serveOpenApi, serveReference } from "./http/openapi/index.ts";
import { serveCheckoutPage } from "./pages/checkout-page.ts";
import { serveDashboard } from "./pages/dashboard-page.ts";
import { serveErrorsPage } from "./pages/errors-page.ts";
import { serveInvoicePage } from "./pages/invoice/page.ts";
import { serveLinkPage } from "./pages/link-page.ts";
import { serveLogos } from "./pages/logos.ts";
import { serveMandatePage } from "./pages/mandate-page.ts";
import { servePeoplePages } from "./pages/people-pages.ts";
import { serveRefundPage } from "./pages/refund-page.ts";
import { serveStatusPage } from "./pages/status-page.ts";
import { servePackagePages } from "./pages/subscription/package-page.ts";
import { servePortalPage } from "./pages/subscription/portal-page.ts";
import { serveUnsubscribePage } from "./pages/unsubscribe-page.ts";
import { paymasterRoutes } from "./rpc/paymaster.ts";
import { web3Routes } from "./rpc/web3.ts";
import { v1Routes } from "./v1/index.ts";
import { serveMetrics } from "./v1/operations/metrics.ts";
import { webhookDescriptions } from "./v1/webhooks/event.ts";

/** The HTTP API as a Fastify server that does not listen yet. */
export async function buildServer(context: ApiContext, log: Logger) {
  const server = createHttpServer(context, log);
  // The reference page is the only one with anything to run; its inline style is Swagger UI's own.
  await server.register(helmet, {
    contentSecurityPolicy: {
      directives: { "style-src": ["'self'", "'unsafe-inline'"], "upgrade-insecure-requests": null },
    },
  });
  await server.register(cookie);
  const limiter = limitRequests(server, context, context.counts);
  await serveOpenApi(server, {
    publicUrl: context.publicUrl,
    chains: context.chains,
    webhooks: { schema: "WebhookEvent", types: webhookDescriptions },
  });
  measureRequests(server, context.registry);
  if (!context.operationsElsewhere) {
    await serveReference(server);
    serveMetrics(server, context.registry, context);
  }

  const routes = {
    ...context,
    authenticator: createAuthenticator(context, { ownOrigin: new URL(context.publicUrl).origin }),
    limiter,
  };
  await server.register(v1Routes(routes));
  for (const dialect of [pymstrLinks, payin, paylinkr, fiatLinks]) await server.register(dialect.routes(routes));
  await server.register(web3Routes(routes));
  await server.register(paymasterRoutes(routes));
  serveLogos(server, context);
  serveErrorsPage(server);
  serveStatusPage(server, context);
  await serveUnsubscribePage(server, context);
  await serveRefundPage(server, context);
  await serveInvoicePage(server, routes);
  await servePackagePages(server, routes);
  await servePortalPage(server, routes);
  await servePeoplePages(server, context);
  if (context.checkoutPage) {
    await serveCheckoutPage(server, context, context.checkoutPage);
    await serveMandatePage(server, context, context.checkoutPage);
    await serveLinkPage(server, routes, context.checkoutPage);
  }
  if (context.dashboardPage) await serveDashboard(server, context, context.dashboardPage);
  return server;
}
