import type { FastifyRequest } from "fastify";
import { authenticate, type Caller, type KeyContext } from "./keys.ts";

const callers = new WeakMap<FastifyRequest, Caller>();

/**
 * A `preParsing` hook that lets only requests with a valid key through: after the rate limit, so that keys cannot be tried out, and
 * before the body is looked at.
 */
export function requireKey(context: KeyContext): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    callers.set(request, await authenticate(context, request));
  };
}

/** Who sent a request that `requireKey` let through. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (!caller) throw new Error(`${request.method} ${request.url} has no requireKey hook.`);
  return caller;
}
