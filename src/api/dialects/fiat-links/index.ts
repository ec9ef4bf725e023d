import type { Dialect } from "../index.ts";
import { type FiatLinksContext, fiatLinkRoutes } from "./routes.ts";

/** `payment_links`: reusable links with a fixed price in fiat. Its webhooks are those of payments. */
export const fiatLinks: Dialect<FiatLinksContext> = {
  name: "fiat-links",
  prefix: "/api/v1",
  routes: fiatLinkRoutes,
};
