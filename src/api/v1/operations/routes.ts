import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { sql } from "kysely";
import { statusBody } from "./schemas.ts";
import { type OperationsContext, statusView } from "./view.ts";

/** For load balancers and operators. */
export function operationsRoutes(context: OperationsContext): FastifyPluginAsyncZod {
  return async (server) => {
    server.get("/healthz", { schema: { hide: true } }, async () => ({ status: "ok" }));

    server.get("/readyz", { schema: { hide: true } }, async (_request, reply) => {
      try {
        await sql`select 1`.execute(context.database);
        return { status: "ready" };
      } catch (error) {
        return reply.status(503).send({ status: "unavailable", reason: error instanceof Error ? error.message : "" });
      }
    });

    server.get(
      "/v1/status",
      { schema: { operationId: "retrieveStatus", tags: ["Status"], response: { 200: statusBody } } },
      async () => statusView(context),
    );
  };
}
