import type { FastifyInstance } from "fastify";

/** A route that will end. */
export type Deprecation = {
  /** Since when it is deprecated. */
  readonly since: Date;
  /** From when on it is not served. */
  readonly sunset: Date;
  /** What to do instead: a page for people. */
  readonly guide: string;
};

declare module "fastify" {
  interface FastifyContextConfig {
    deprecation?: Deprecation;
  }
}

/** Has every answer of a deprecated route say so, and until when it is served: `Deprecation` (RFC 9745) and `Sunset` (RFC 8594). */
export function announceDeprecations(server: FastifyInstance): void {
  server.addHook("onRequest", async (request, reply) => {
    const { deprecation } = request.routeOptions.config;
    if (!deprecation) return;
    const { since, sunset, guide } = deprecation;
    reply.header("deprecation", `@${Math.floor(since.getTime() / 1_000)}`);
    reply.header("sunset", sunset.toUTCString());
    reply.header("link", `<${guide}>; rel="deprecation"; type="text/html"`);
  });
}
