import type { FastifyRequest } from "fastify";
import { ApiError } from "./errors.ts";

/**
 * The key or token in `Authorization: Bearer` or `X-API-Key`, if there is one. Throws a 401 where the two are not the same: nobody could say whose
 * request it is.
 */
export function presentedKey(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers;
  const header = request.headers["x-api-key"];
  const bearer = authorization === undefined ? undefined : /^Bearer (\S+)$/i.exec(authorization)?.[1];
  if (authorization !== undefined && header !== undefined && bearer !== header) {
    throw new ApiError("UNAUTHORIZED", "Authorization and X-API-Key hold different keys: send one of them.");
  }
  return authorization === undefined && typeof header === "string" ? header : bearer;
}
