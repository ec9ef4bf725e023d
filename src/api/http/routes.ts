import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import type { z } from "zod";
import { rolesThatAllow, type Scope } from "../../access/index.ts";
import type { RequestLog } from "../../requests/index.ts";
import type { MemberRole } from "../../store/index.ts";
import { type AuthenticationContext, knownCallerOf, requireCaller } from "./authentication.ts";
import { errorBody } from "./error-body.ts";
import { acceptIdempotencyKeys } from "./idempotency.ts";
import { logRequests } from "./log-requests.ts";
import type { Tag } from "./openapi/description.ts";
import { type Failure, failuresOfRoute } from "./openapi/failures.ts";
import { byKeyOrSession, bySession, byTokenKeyOrSession } from "./openapi/security.ts";
import type { OperatorsContext } from "./operators.ts";
import { requirePerson } from "./sessions.ts";

/** What routes that need a key or a session need for it. */
export type MerchantContext = AuthenticationContext &
  OperatorsContext & {
    /** Left out: requests are not taken down. */
    readonly requestLog?: RequestLog | undefined;
  };

/**
 * A group of routes for a merchant's server and its people: each needs a key or a session, and mutating ones take an `Idempotency-Key`. Their options come
 * from `merchantRoute`.
 */
export function merchantRoutes(context: MerchantContext, define: FastifyPluginAsyncZod): FastifyPluginAsyncZod {
  return async (server, options) => {
    server.addHook("preParsing", requireCaller(context));
    logRequests(server, context.requestLog, knownCallerOf);
    acceptIdempotencyKeys(server, context);
    await define(server, options);
  };
}

/** A group of routes for people alone, whom no key stands for. Their options come from `personRoute`. */
export function personRoutes(context: MerchantContext, define: FastifyPluginAsyncZod): FastifyPluginAsyncZod {
  return async (server, options) => {
    server.addHook("preParsing", requirePerson(context));
    acceptIdempotencyKeys(server, context);
    await define(server, options);
  };
}

/** A route's place in the OpenAPI document, its input and its answers other than errors. */
type RouteSchema = {
  readonly operationId: string;
  readonly tags: readonly Tag[];
  readonly summary: string;
  readonly description: string;
  readonly response?: object;
  /** Statuses that it can answer and that do not follow from its method, path and key. */
  readonly failures?: readonly Failure[];
  /** The shape of its errors, where that is another API's; its plugin has the error handler that writes them. */
  readonly errors?: z.ZodType;
};

/** Options of a route that needs a key or a role which allows `scope`; of a person, with `isFresh`, a sign-in of this moment too. */
export function merchantRoute<Schema extends RouteSchema>({
  scope,
  isFresh = false,
  ...route
}: Schema & { readonly scope: Scope; readonly isFresh?: boolean }) {
  const described = withErrors(route as unknown as Schema);
  const roles = rolesThatAllow(scope);
  const description = `${described.description} Needs a key that allows \`${scope}\`, or a session of ${namesOf(roles)}${isFresh ? fresh : ""}.`;
  const extensions = { "x-scope": scope, "x-roles": roles, ...(isFresh && { "x-fresh-sign-in": true }) };
  return { config: { scope, isFresh }, schema: { ...described, description, security: byKeyOrSession, ...extensions } };
}

/** What a route for people alone asks of them. */
type Asked = {
  /** Left out: whoever is signed in. */
  readonly roles?: readonly MemberRole[];
  /** A sign-in of this moment. */
  readonly isFresh?: boolean;
  /** One with a passkey or a second factor. */
  readonly isStrong?: boolean;
  /** Whoever operates the server. */
  readonly isForOperators?: boolean;
};

/** Options of a route for people alone. */
export function personRoute<Schema extends RouteSchema>({
  roles,
  isFresh = false,
  isStrong = false,
  isForOperators = false,
  ...route
}: Schema & Asked) {
  const described = withErrors(route as unknown as Schema);
  const needed = [
    isForOperators ? " of an operator" : "",
    roles ? ` of ${namesOf(roles)}` : "",
    isFresh ? fresh : "",
    isStrong ? strong : "",
  ].join("");
  const description = `${described.description} Needs a session${needed}; no key does.`;
  const extensions = {
    "x-session": true,
    ...(roles && { "x-roles": roles }),
    ...(isFresh && { "x-fresh-sign-in": true }),
    ...(isStrong && { "x-strong-sign-in": true }),
    ...(isForOperators && { "x-operator": true }),
  };
  return {
    config: { ...(roles && { roles }), isFresh, isStrong, isForOperators },
    schema: { ...described, description, security: bySession, ...extensions },
  };
}

const fresh = " with a sign-in of the last ten minutes";
const strong = " by a passkey that verifies you, or with your app";

/** "an owner, an admin or a viewer" */
function namesOf(roles: readonly MemberRole[]): string {
  const names = roles.map((role) => (/^[aeio]/.test(role) ? `an ${role}` : `a ${role}`));
  return [names.slice(0, -1).join(", "), names.at(-1)].filter(Boolean).join(" or ");
}

/** The same of a route that needs none. */
export function publicRoute<Schema extends RouteSchema>(route: Schema) {
  return { schema: { ...withErrors(route), security: [] } };
}

/** The same of a route that a payer's token opens, or a key or a session. */
export function payerRoute<Schema extends RouteSchema>(route: Schema) {
  return { schema: { ...withErrors(route), security: byTokenKeyOrSession } };
}

function withErrors<Schema extends RouteSchema>({ failures = [], errors: body = errorBody, ...schema }: Schema) {
  const errors = { "4xx": body, "5xx": body };
  return {
    ...(schema as unknown as Omit<Schema, "failures" | "errors">),
    [failuresOfRoute]: failures,
    response: { ...schema.response, ...errors } as Schema["response"] & typeof errors,
  };
}
