import type { FastifyRequest } from "fastify";
import { allows, type Caller, type Scope } from "../../access/index.ts";
import type { RouteContext } from "../context.ts";
import { ApiError } from "./errors.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What a key must allow to use the route. */
    scope?: Scope;
  }
}

const callers = new WeakMap<FastifyRequest, Caller>();

/**
 * A `preParsing` hook that lets only requests with a valid key and the route's scope through: after the rate limit, so that keys cannot be
 * tried out, and before the body is looked at.
 */
export function requireKey({ authenticator }: RouteContext): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    const caller = await authenticator.authenticate(request);
    const { scope } = request.routeOptions.config;
    if (scope === undefined) throw new Error(`${request.method} ${request.url} names no scope.`);
    if (!allows(caller.scopes, scope)) {
      throw new ApiError("SCOPE_MISSING", `This key does not allow ${scope}.`, { scope });
    }
    callers.set(request, caller);
  };
}

/** Who sent a request that `requireKey` let through. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (!caller) throw new Error(`${request.method} ${request.url} has no requireKey hook.`);
  return caller;
}

/** Whose things a request may see and change. */
export function ownerOf(request: FastifyRequest) {
  const { merchant, mode } = callerOf(request);
  return { merchantId: merchant.id, mode };
}
