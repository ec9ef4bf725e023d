import type { FastifyRequest } from "fastify";

/** The key or token in `Authorization: Bearer` or `X-API-Key`, if there is one. */
export function presentedKey(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers;
  const header = request.headers["x-api-key"];
  if (authorization !== undefined) return /^Bearer (\S+)$/i.exec(authorization)?.[1];
  return typeof header === "string" ? header : undefined;
}
