import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import type { AccessContext, Scope } from "../../access/index.ts";
import { type AuthenticationContext, requireKey } from "./authentication.ts";
import { errorBody } from "./error-body.ts";
import { acceptIdempotencyKeys } from "./idempotency.ts";

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

type RouteSchema = { readonly operationId: string; readonly tags: readonly string[]; readonly response?: object };

/** Options of a route that needs a key which allows `scope`: its place in the OpenAPI document, its input and its answers other than errors. */
export function merchantRoute<Schema extends RouteSchema>({ scope, ...schema }: Schema & { readonly scope: Scope }) {
  const { config, schema: described } = { config: { scope }, schema: withErrors(schema as unknown as Schema) };
  return { config, schema: { ...described, security: [{ apiKey: [] }], "x-scope": scope } };
}

/** The same of a route that needs none. */
export function publicRoute<Schema extends RouteSchema>(schema: Schema) {
  return { schema: withErrors(schema) };
}

function withErrors<Schema extends RouteSchema>(schema: Schema) {
  const errors = { "4xx": errorBody, "5xx": errorBody };
  return { ...schema, response: { ...schema.response, ...errors } as Schema["response"] & typeof errors };
}
