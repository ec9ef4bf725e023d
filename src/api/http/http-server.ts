import Fastify, { type FastifyBaseLogger, LogController } from "fastify";
import { serializerCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import type { Logger } from "pino";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import { errorForLog, hideSecrets } from "../../runtime/index.ts";
import { withoutAlias } from "./aliases.ts";
import { announceDeprecations } from "./deprecation.ts";
import { explainErrors } from "./doc-url.ts";
import { endConnections } from "./end-connections.ts";
import { ApiError, sendError } from "./errors.ts";
import { acceptJsonBodies } from "./json-body.ts";
import { warnOfUnknownProxy } from "./proxy-warning.ts";
import { refuseUnstorableInput } from "./storable-input.ts";

/** The largest request body, in bytes. */
const bodyLimit = 100_000;

export type HttpOptions = {
  /** Proxies in front of this server, whose `X-Forwarded-For` is believed: addresses and CIDR ranges. */
  readonly trustedProxies: readonly string[];
  /** Where the page that explains errors is served; left out: nowhere. */
  readonly publicUrl?: string | undefined;
  /** Compares every answer with its schema, which takes time: for tests. */
  readonly checkAnswers?: boolean;
};

/** A server without routes: request ids, one line in the log and errors in one shape for whatever is put on it. */
export function createHttpServer(options: HttpOptions, log: Logger) {
  const server = Fastify({
    // Fastify has a serializer of its own for errors, which writes all that they carry.
    loggerInstance: Object.assign(log.child({}), { serializers: { err: errorForLog } }) as FastifyBaseLogger,
    // One line a request, below, instead of two.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    // The caller's own, where it can stand in logs and headers as it is.
    genReqId: ({ headers: { "x-request-id": given } }) =>
      typeof given === "string" && /^[\w.-]{8,100}$/.test(given) ? given : `req_${uuidv7()}`,
    rewriteUrl: ({ url = "/" }) => withoutAlias(url),
    requestTimeout: 30_000,
    // What is too long is refused by its schema, as any other field.
    routerOptions: { maxParamLength: 16_000 },
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    // Requests under way at a stop are finished; new ones go to another process.
    forceCloseConnections: "idle",
    frameworkErrors: sendError,
  }).withTypeProvider<ZodTypeProvider>();
  // The type provider's own would flatten the paths of what is wrong into text.
  server.setValidatorCompiler<z.ZodType>(({ schema }) => (data) => {
    const parsed = schema.safeParse(data);
    return parsed.success ? { value: parsed.data } : { error: parsed.error };
  });
  // Answers have their schemas' types; the tests, which read them all, check them against the schemas.
  server.setSerializerCompiler(options.checkAnswers ? serializerCompiler : () => (data) => JSON.stringify(data));

  announceDeprecations(server);
  explainErrors(server, options.publicUrl);
  acceptJsonBodies(server);
  warnOfUnknownProxy(server, options.trustedProxies);
  endConnections(server);
  server.addHook("preValidation", refuseUnstorableInput);
  server.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id);
    // Many answers hold a secret; files of pages say otherwise for themselves.
    reply.header("cache-control", "no-store");
  });
  server.addHook("onResponse", async (request, reply) => {
    const { method } = request;
    const url = hideSecrets(request.url);
    request.log.info({ method, url, statusCode: reply.statusCode, ms: Math.round(reply.elapsedTime) }, "request");
  });
  server.setErrorHandler(sendError);
  server.setNotFoundHandler((request, reply) => {
    sendError(new ApiError("NOT_FOUND", `There is no ${request.method} ${request.url}.`), request, reply);
  });
  return server;
}
