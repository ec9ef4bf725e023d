import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import { createHttpServer } from "./http/http-server.ts";
import { measureRequests } from "./http/metrics.ts";
import { serveReference } from "./http/openapi/index.ts";
import { serveMetrics } from "./v1/operations/metrics.ts";
import { probeRoutes, statusRoutes } from "./v1/operations/routes.ts";
import type { OperationsContext } from "./v1/operations/view.ts";

export type OperationsOptions = {
  readonly registry: Registry;
  /** The API of the same process, ready: its reference page is served here instead. Left out in a process without one. */
  readonly api?: FastifyInstance | undefined;
};

/** Health and metrics of a process, for its operator's own network. Nothing is limited, as probes never end. */
export async function buildOperationsServer(
  context: OperationsContext,
  { registry, api }: OperationsOptions,
  log: Logger,
) {
  const server = createHttpServer({ trustedProxies: [] }, log);
  if (api === undefined) measureRequests(server, registry);
  else await serveReference(server, api);
  serveMetrics(server, registry, context);
  await server.register(probeRoutes(context));
  await server.register(statusRoutes(context));
  return server;
}
