import type { Dialect } from "../index.ts";
import { type SingleUseLinksContext, singleUseLinkRoutes } from "./routes.ts";

/** `payment-links`: single-use links for one stablecoin on one chain. */
export const pymstrLinks: Dialect<SingleUseLinksContext> = {
  name: "pymstr-links",
  prefix: "/v1",
  routes: singleUseLinkRoutes,
};
