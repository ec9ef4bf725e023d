import type { FastifyPluginAsync } from "fastify";
import type { CustomersContext } from "../../../customers/index.ts";
import type { MerchantContext } from "../../http/routes.ts";
import type { SettlementRequestsContext } from "../../http/settlement-requests.ts";
import type { Dialect } from "../index.ts";
import { addressPoolRoutes } from "./address-pool/routes.ts";
import { type ConfigContext, configRoutes } from "./config/routes.ts";
import { depositRoutes } from "./deposits/routes.ts";
import type { OrdersContext } from "./orders/create-order.ts";
import { orderRoutes } from "./orders/routes.ts";
import { organizationRoutes } from "./organizations/routes.ts";
import { noCodeLinkRoutes } from "./payment-links/routes.ts";
import { transferRoutes } from "./transfers/routes.ts";
import { type PayInWebhooksContext, webhookRoutes } from "./webhooks/routes.ts";
import { webhookStyle } from "./webhooks/webhook-style.ts";

export type PayInContext = MerchantContext &
  OrdersContext &
  CustomersContext &
  ConfigContext &
  SettlementRequestsContext &
  PayInWebhooksContext & { readonly publicUrl: string };

/** PayIn: orders and references with an address each, links and transfers in stablecoins; settings and keys of whoever takes them. */
export const payin = {
  name: "payin",
  prefix: "/api/v1",
  routes:
    (context: PayInContext): FastifyPluginAsync =>
    async (server) => {
      await server.register(orderRoutes(context));
      await server.register(depositRoutes(context));
      await server.register(noCodeLinkRoutes(context));
      await server.register(transferRoutes(context));
      await server.register(configRoutes(context));
      await server.register(addressPoolRoutes(context));
      await server.register(organizationRoutes(context));
      await server.register(webhookRoutes(context));
    },
  webhookStyle,
} satisfies Dialect<PayInContext>;
