import type { FastifyPluginAsync } from "fastify";
import type { Dialect } from "../index.ts";
import { invoiceRoutes, type PayLinkrInvoicesContext } from "./invoices/routes.ts";
import { requestLogRoutes } from "./requests/routes.ts";

/** PayLinkr: invoices in one asset, and what an organization's keys asked for. */
export const paylinkr = {
  name: "paylinkr",
  prefix: "/api/v1",
  routes:
    (context: PayLinkrInvoicesContext): FastifyPluginAsync =>
    async (server) => {
      await server.register(invoiceRoutes(context));
      await server.register(requestLogRoutes(context));
    },
} satisfies Dialect<PayLinkrInvoicesContext>;
