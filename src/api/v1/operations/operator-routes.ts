import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import packageJson from "../../../../package.json" with { type: "json" };
import { type MerchantContext, personRoute, personRoutes } from "../../http/routes.ts";
import { queuesOf } from "./queues.ts";
import { serverBody } from "./schemas.ts";
import { type OperationsContext, serverChainsView } from "./view.ts";

/** For who operates the server, wherever metrics and status are served beside. */
export function operatorRoutes(context: MerchantContext & OperationsContext): FastifyPluginAsyncZod {
  return personRoutes(context, async (server) => {
    server.get(
      "/v1/server",
      personRoute({
        isForOperators: true,
        operationId: "retrieveServer",
        summary: "Retrieve the server's state",
        description:
          "What waits for its workers, and each chain as `GET /v1/status` has it, with the lanes by which the server submits and what the tokens' denylists say of the fee recipients.",
        tags: ["Status"],
        response: { 200: serverBody },
      }),
      async () => ({
        version: packageJson.version,
        node: process.version,
        queues: await queuesOf(context),
        chains: await serverChainsView(context),
      }),
    );
  });
}
