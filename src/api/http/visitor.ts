import type { FastifyRequest } from "fastify";
import type { Visitor } from "../../people/index.ts";
import { type CookieContext, sessionTokenOf } from "./session-cookie.ts";

/** Who signs in from where, and the session that the browser has already. */
export function visitorOf(request: FastifyRequest, context: CookieContext): Visitor {
  const token = sessionTokenOf(request, context);
  return { address: request.ip, userAgent: request.headers["user-agent"] ?? "", token };
}
