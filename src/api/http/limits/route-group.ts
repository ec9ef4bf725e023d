import type { FastifyRequest } from "fastify";
import { type RouteGroup, routeGroups } from "../../../store/index.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Whose limit a route counts for beside the limit of all; by its method where left out. */
    group?: RouteGroup;
  }
}

export { type RouteGroup, routeGroups };

/** What reads is one group, what writes another, unless the route says otherwise. */
export function groupOf({ method, routeOptions }: Pick<FastifyRequest, "method" | "routeOptions">): RouteGroup {
  const isRead = method === "GET" || method === "HEAD" || method === "OPTIONS";
  return routeOptions.config.group ?? (isRead ? "reads" : "writes");
}
