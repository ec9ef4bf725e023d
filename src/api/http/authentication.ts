import type { FastifyReply, FastifyRequest } from "fastify";
import { type Actor, type Authenticator, allows, type Caller, type Scope } from "../../access/index.ts";
import type { PeopleContext } from "../../people/index.ts";
import { requireEncryption } from "./encrypted-only.ts";
import { ApiError } from "./errors.ts";
import { callerSubject, type Limiter } from "./limits/index.ts";
import { presentedKey } from "./presented-key.ts";
import { sessionTokenOf } from "./session-cookie.ts";
import { personOf, personOfSession, requireFresh, requireOrganization, sessionCaller } from "./sessions.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What a key or a role must allow to use the route. */
    scope?: Scope;
    /** A person must have signed in a moment ago. */
    isFresh?: boolean;
  }
}

export type AuthenticationContext = PeopleContext & {
  readonly authenticator: Authenticator;
  readonly limiter: Limiter;
};

const callers = new WeakMap<FastifyRequest, Caller>();

/** Who sends a request with a key. Throws a 401, or a 403 where the key may not be used from there or came in the clear. */
async function authenticateKey(authenticator: Authenticator, request: FastifyRequest): Promise<Caller> {
  const key = presentedKey(request);
  if (key !== undefined) requireEncryption(request);
  const { origin: browser, "x-api-origin": header } = request.headers;
  const stated = typeof header === "string" ? header : undefined;
  return authenticator.authenticate(key, request.ip, { browser, stated });
}

/**
 * A `preParsing` hook that lets only requests with a valid key or session and the route's scope through: after the rate limit, so that keys cannot be
 * guessed, and before the body is read.
 */
export function requireCaller(context: AuthenticationContext) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const caller = await callerOfEither(context, request);
    context.limiter.count(request, reply, callerSubject(caller));
    callers.set(request, caller);
    const { scope, isFresh = false } = request.routeOptions.config;
    if (scope === undefined) throw new Error(`${request.method} ${request.url} names no scope.`);
    requireScope(caller, scope);
    if (isFresh && caller.credential.kind === "session") requireFresh(caller.credential, context.clock());
  };
}

/** Who sends a request, by key or session, as of now. A key that is shown counts; the browser adds a cookie to whatever it sends. */
export async function callerOfEither(context: AuthenticationContext, request: FastifyRequest): Promise<Caller> {
  const hasKey = request.headers.authorization !== undefined || request.headers["x-api-key"] !== undefined;
  if (hasKey || sessionTokenOf(request, context) === undefined) return authenticateKey(context.authenticator, request);
  const person = await personOfSession(context, request);
  return sessionCaller(person, await requireOrganization(context, request, person));
}

/** Throws a 403 unless the caller's key or role allows something. */
export function requireScope({ credential, scopes }: Caller, scope: Scope): void {
  if (allows(scopes, scope)) return;
  if (credential.kind === "key") {
    throw new ApiError("SCOPE_MISSING", `This key does not allow ${scope}.`, { scope });
  }
  const { role } = credential;
  throw new ApiError("ROLE_INSUFFICIENT", `Your role, ${role}, does not allow ${scope}.`, { role, scope });
}

/** Who sent a request; undefined for one whose key or session was not accepted, or that went beyond its limit. */
export const knownCallerOf = (request: FastifyRequest): Caller | undefined => callers.get(request);

/** Who sent a request that `requireCaller` let through. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (!caller) throw new Error(`${request.method} ${request.url} has no requireCaller hook.`);
  return caller;
}

/** The id of the key or the session that a request came with. */
export function callerIdOf(request: FastifyRequest): string {
  const credential = callers.get(request)?.credential;
  if (credential === undefined) return personOf(request).session.id;
  return credential.kind === "key" ? credential.keyId : credential.sessionId;
}

/** What tells a session's requests apart beside what they ask for: headers say whose organization and mode. A key has one of each. */
export function sharedOwnerOf(request: FastifyRequest): string[] {
  if (callers.get(request)?.credential.kind === "key") return [];
  return ["x-organization", "x-mode"].map((name) => String(request.headers[name] ?? ""));
}

/** Who changes something by a request, for the audit log. */
export function actorOf(request: FastifyRequest): Actor {
  const { credential } = callerOf(request);
  return credential.kind === "key"
    ? { kind: "key", id: credential.keyId, address: request.ip }
    : { kind: "user", id: credential.userId, address: request.ip };
}

/** Whose things a request may see and change. */
export function ownerOf(request: FastifyRequest) {
  const { organization, mode } = callerOf(request);
  return { organizationId: organization.id, mode };
}
