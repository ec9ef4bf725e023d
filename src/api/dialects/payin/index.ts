import type { MerchantContext } from "../../http/routes.ts";
import type { Dialect } from "../index.ts";
import type { OrdersContext } from "./orders/create-order.ts";
import { orderRoutes } from "./orders/routes.ts";
import { noCodeLinkRoutes } from "./payment-links/routes.ts";
import { transferRoutes } from "./transfers/routes.ts";

export type PayInContext = MerchantContext & OrdersContext & { readonly publicUrl: string };

/** PayIn: orders with an address each, and links, in stablecoins. */
export const payin: Dialect<PayInContext> = {
  name: "payin",
  prefix: "/api/v1",
  routes: (context) => async (server) => {
    await server.register(orderRoutes(context));
    await server.register(noCodeLinkRoutes(context));
    await server.register(transferRoutes(context));
  },
};
