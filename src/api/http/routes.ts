import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import type { AccessContext, Scope } from "../../access/index.ts";
import { type AuthenticationContext, requireKey } from "./authentication.ts";
import { errorBody } from "./error-body.ts";
import { acceptIdempotencyKeys } from "./idempotency.ts";
import type { Tag } from "./openapi/description.ts";
import { type Failure, failuresOfRoute } from "./openapi/failures.ts";
import { byKey, byTokenOrKey } from "./openapi/security.ts";

/** What routes that need a key need for it. */
export type MerchantContext = AccessContext & AuthenticationContext;

/** A group of routes for a merchant's server: each needs a key, and mutating ones take an `Idempotency-Key`. Their options come from `merchantRoute`. */
export function merchantRoutes(context: MerchantContext, define: FastifyPluginAsyncZod): FastifyPluginAsyncZod {
  return async (server, options) => {
    server.addHook("preParsing", requireKey(context));
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
};

/** Options of a route that needs a key which allows `scope`. */
export function merchantRoute<Schema extends RouteSchema>({ scope, ...route }: Schema & { readonly scope: Scope }) {
  const described = withErrors(route as unknown as Schema);
  const description = `${described.description} Needs a key that allows \`${scope}\`.`;
  return { config: { scope }, schema: { ...described, description, security: byKey, "x-scope": scope } };
}

/** The same of a route that needs none. */
export function publicRoute<Schema extends RouteSchema>(route: Schema) {
  return { schema: { ...withErrors(route), security: [] } };
}

/** The same of a route that a payer's token opens, or a key. */
export function payerRoute<Schema extends RouteSchema>(route: Schema) {
  return { schema: { ...withErrors(route), security: byTokenOrKey } };
}

function withErrors<Schema extends RouteSchema>({ failures = [], ...schema }: Schema) {
  const errors = { "4xx": errorBody, "5xx": errorBody };
  return {
    ...(schema as unknown as Omit<Schema, "failures">),
    [failuresOfRoute]: failures,
    response: { ...schema.response, ...errors } as Schema["response"] & typeof errors,
  };
}
