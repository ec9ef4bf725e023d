import type { FastifyInstance } from "fastify";

/** Says once that a proxy in front of this server is not known: all who come through it are counted as one address. */
export function warnOfUnknownProxy(server: FastifyInstance, trustedProxies: readonly string[]): void {
  if (trustedProxies.length > 0) return;
  let warned = false;
  server.addHook("onRequest", async (request) => {
    if (warned || request.headers["x-forwarded-for"] === undefined) return;
    warned = true;
    request.log.warn(
      { from: request.socket.remoteAddress },
      "X-Forwarded-For arrives and TRUSTED_PROXIES is not set: everybody behind this proxy shares one address and its limit. Set TRUSTED_PROXIES to the proxy's address, unless a caller made the header up.",
    );
  });
}
