import type { FastifyReply, FastifyRequest } from "fastify";
import { type NewSession, sessionLife } from "../../people/index.ts";

/** Where people reach this server. */
export type CookieContext = { readonly publicUrl: string };

/**
 * The cookie of a session. `__Host-` binds it to this host, to HTTPS and to the whole of it: no other host of the domain can set it. Without HTTPS, which
 * only a server on this machine may be, browsers take no such name.
 */
export function sessionCookieName({ publicUrl }: CookieContext): string {
  return isEncrypted(publicUrl) ? "__Host-railsplit" : "railsplit";
}

export function sessionTokenOf(request: FastifyRequest, context: CookieContext): string | undefined {
  return request.cookies[sessionCookieName(context)];
}

export function setSessionCookie(reply: FastifyReply, context: CookieContext, { token }: NewSession): void {
  reply.setCookie(sessionCookieName(context), token, { ...attributes(context), maxAge: sessionLife / 1_000 });
}

export function clearSessionCookie(reply: FastifyReply, context: CookieContext): void {
  reply.clearCookie(sessionCookieName(context), attributes(context));
}

/** No script reads it, and no other site's form or frame sends it. */
function attributes({ publicUrl }: CookieContext) {
  return { path: "/", httpOnly: true, sameSite: "lax", secure: isEncrypted(publicUrl) } as const;
}

const isEncrypted = (url: string) => url.startsWith("https://");
