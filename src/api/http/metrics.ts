import type { FastifyInstance } from "fastify";
import { collectDefaultMetrics, Histogram, Registry } from "prom-client";

const misnamed = ["nodejs_active_handles_total", "nodejs_active_requests_total", "nodejs_active_resources_total"];

/** The metrics of one process, which others register theirs in. */
export function createRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  // Gauges under the names of counters: the same by type stay.
  for (const name of misnamed) registry.removeSingleMetric(name);
  return registry;
}

/** Measures what a server answers from now on. */
export function measureRequests(server: FastifyInstance, registry: Registry): void {
  const requests = new Histogram({
    name: "railsplit_http_request_seconds",
    help: "Time from a request's arrival to the end of its answer.",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  server.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "unknown";
    requests.observe({ method: request.method, route, status: reply.statusCode }, Math.round(reply.elapsedTime) / 1000);
  });
}
