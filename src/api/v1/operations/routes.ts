import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { sql } from "kysely";
import { publicRoute } from "../../http/routes.ts";
import { statusBody } from "./schemas.ts";
import { type OperationsContext, statusView } from "./view.ts";

/** For load balancers. */
export function probeRoutes(context: OperationsContext): FastifyPluginAsyncZod {
  return async (server) => {
    server.get("/healthz", { schema: { hide: true } }, async () => ({ status: "ok" }));

    server.get("/readyz", { schema: { hide: true } }, async (request, reply) => {
      try {
        await sql`select 1`.execute(context.database);
        return { status: "ready" };
      } catch (error) {
        request.log.error({ err: error }, "the database does not answer");
        return reply.status(503).send({ status: "unavailable" });
      }
    });
  };
}

/** For operators. */
export function statusRoutes(context: OperationsContext): FastifyPluginAsyncZod {
  return async (server) => {
    server.get(
      "/v1/status",
      publicRoute({
        operationId: "retrieveStatus",
        tags: ["Status"],
        summary: "Retrieve the status",
        description: "Each chain: how far it is read, what pays for gas there, and its endpoints.",
        response: { 200: statusBody },
      }),
      async () => statusView(context),
    );
  };
}
