import type { FastifyPluginAsync } from "fastify";
import type { MerchantContext } from "../../http/routes.ts";
import type { Dialect } from "../index.ts";
import { requestLogRoutes } from "./requests/routes.ts";

/** PayLinkr: what an organization's keys asked for. */
export const paylinkr = {
  name: "paylinkr",
  prefix: "/api/v1",
  routes:
    (context: MerchantContext): FastifyPluginAsync =>
    async (server) => {
      await server.register(requestLogRoutes(context));
    },
} satisfies Dialect<MerchantContext>;
