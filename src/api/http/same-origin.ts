import type { FastifyRequest } from "fastify";
import { ApiError } from "./errors.ts";
import type { CookieContext } from "./session-cookie.ts";

/**
 * Throws a 403 unless a request comes from a page of this server: a cookie is sent by the browser whoever asks it to. Browsers say so by `Sec-Fetch-Site`, which
 * no page can write, or by `Origin`.
 */
export function requireSameOrigin({ headers }: FastifyRequest, { publicUrl }: CookieContext): void {
  const site = headers["sec-fetch-site"];
  const isOwn = site === undefined ? headers.origin === new URL(publicUrl).origin : site === "same-origin";
  if (isOwn) return;
  throw new ApiError(
    "CROSS_ORIGIN",
    `People sign in and work from pages of ${publicUrl} alone: the request comes from elsewhere, or says not from where (Origin). Programs use an API key.`,
  );
}
