import type { FastifyInstance } from "fastify";

/** What a page may read beside the body. */
const exposed = ["x-request-id", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "retry-after"];

/**
 * Lets pages of any origin call the routes of this scope, and those below. For routes of payers: what counts is in the URL or in a token that the page was
 * given. No page elsewhere uses a cookie by it: browsers are told of no credentials, and a session counts for pages of this server alone. A merchant's key has no
 * place in a browser, so its routes say nothing of the kind.
 */
export function allowAnyOrigin(server: FastifyInstance): void {
  const methods = new Map<string, Set<string>>();
  server.addHook("onRoute", ({ url, method }) => {
    const known = methods.get(url);
    for (const each of [method].flat()) known?.add(each);
    if (known !== undefined || method === "OPTIONS") return;
    const allowed = new Set([method].flat());
    methods.set(url, allowed);
    server.options(url, { schema: { hide: true } }, async (_request, reply) =>
      reply
        .status(204)
        .header("access-control-allow-methods", [...allowed].filter((each) => each !== "OPTIONS").join(", "))
        .header("access-control-allow-headers", "authorization, content-type")
        .header("access-control-max-age", "86400")
        .send(),
    );
  });
  // As the answer is sent, so that one over the limit can be read too.
  server.addHook("onSend", async (_request, reply) => {
    reply.header("access-control-allow-origin", "*");
    reply.header("access-control-expose-headers", exposed.join(", "));
  });
}
