import type { Logger } from "pino";
import { createHttpServer } from "./http/http-server.ts";
import { serveMetrics } from "./v1/operations/metrics.ts";
import { operationsRoutes } from "./v1/operations/routes.ts";
import type { OperationsContext } from "./v1/operations/view.ts";

/** What a process without the API serves: its health and metrics, for its operator's own network. Nothing is limited, as probes never end. */
export async function buildOperationsServer(context: OperationsContext, log: Logger) {
  const server = createHttpServer({ trustedProxies: [] }, log);
  serveMetrics(server, context);
  await server.register(operationsRoutes(context));
  return server;
}
