import type { FastifyPluginAsync } from "fastify";
import type { Dialect } from "../index.ts";
import { invoiceRoutes, type PayLinkrInvoicesContext } from "./invoices/routes.ts";
import { packageRoutes } from "./packages/routes.ts";
import { planRoutes } from "./plans/routes.ts";
import { requestLogRoutes } from "./requests/routes.ts";
import { subscriptionRoutes } from "./subscriptions/routes.ts";
import { type PayLinkrWebhooksContext, webhookRoutes } from "./webhooks/routes.ts";
import { webhookStyle } from "./webhooks/webhook-style.ts";

/** PayLinkr: invoices, plans, packages and subscriptions in one asset, its webhooks, and what an organization's keys asked for. */
export const paylinkr = {
  name: "paylinkr",
  prefix: "/api/v1",
  routes:
    (context: PayLinkrInvoicesContext & PayLinkrWebhooksContext): FastifyPluginAsync =>
    async (server) => {
      await server.register(invoiceRoutes(context));
      await server.register(planRoutes(context));
      await server.register(packageRoutes(context));
      await server.register(subscriptionRoutes(context));
      await server.register(webhookRoutes(context));
      await server.register(requestLogRoutes(context));
    },
} satisfies Dialect<PayLinkrInvoicesContext & PayLinkrWebhooksContext>;

/** How its webhooks are written: they name pages of this server. */
export { webhookStyle as payLinkrWebhookStyle };
