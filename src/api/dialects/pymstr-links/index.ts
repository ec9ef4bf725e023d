import type { Dialect } from "../index.ts";
import { type SingleUseLinksContext, singleUseLinkRoutes } from "./routes.ts";
import { webhookStyle } from "./webhook-style.ts";

/** `payment-links`: single-use links for one stablecoin on one chain. */
export const pymstrLinks = {
  name: "pymstr-links",
  prefix: "/v1",
  routes: singleUseLinkRoutes,
  webhookStyle,
} satisfies Dialect<SingleUseLinksContext>;
