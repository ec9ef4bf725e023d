import type { FastifyReply, FastifyRequest } from "fastify";
import { type Actor, type Authenticator, allows, type Caller, type Scope } from "../../access/index.ts";
import { requireEncryption } from "./encrypted-only.ts";
import { ApiError } from "./errors.ts";
import { keySubject, type Limiter } from "./limits/index.ts";
import { presentedKey } from "./presented-key.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What a key must allow to use the route. */
    scope?: Scope;
  }
}

export type AuthenticationContext = { readonly authenticator: Authenticator; readonly limiter: Limiter };

const callers = new WeakMap<FastifyRequest, Caller>();

/** Who sends a request with a key. Throws a 401, or a 403 where the key may not be used from there or came in the clear. */
export async function authenticateKey(authenticator: Authenticator, request: FastifyRequest): Promise<Caller> {
  const key = presentedKey(request);
  if (key !== undefined) requireEncryption(request);
  return authenticator.authenticate(key, request.ip);
}

/**
 * A `preParsing` hook that lets only requests with a valid key and the route's scope through: after the rate limit, so that keys cannot be
 * guessed, and before the body is read.
 */
export function requireKey({ authenticator, limiter }: AuthenticationContext) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const caller = await authenticateKey(authenticator, request);
    limiter.count(request, reply, keySubject(caller));
    const { scope } = request.routeOptions.config;
    if (scope === undefined) throw new Error(`${request.method} ${request.url} names no scope.`);
    requireScope(caller, scope);
    callers.set(request, caller);
  };
}

/** Throws a 403 unless the caller's key allows something. */
export function requireScope(caller: Caller, scope: Scope): void {
  if (!allows(caller.scopes, scope))
    throw new ApiError("SCOPE_MISSING", `This key does not allow ${scope}.`, { scope });
}

/** Who sent a request that `requireKey` let through. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (!caller) throw new Error(`${request.method} ${request.url} has no requireKey hook.`);
  return caller;
}

/** Who changes something by a request, for the audit log. */
export function actorOf(request: FastifyRequest): Actor {
  return { kind: "key", id: callerOf(request).keyId, address: request.ip };
}

/** Whose things a request may see and change. */
export function ownerOf(request: FastifyRequest) {
  const { organization, mode } = callerOf(request);
  return { organizationId: organization.id, mode };
}
