import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Caller } from "../../access/index.ts";
import type { RequestLog } from "../../requests/index.ts";
import { hideSecrets } from "../../runtime/index.ts";

/** Characters of a path and of a key that are kept: a request may be as long as it likes. */
const most = { path: 500, idempotencyKey: 255 } as const;

/** Takes down every request of this scope whose caller is known, once it is answered. */
export function logRequests(
  server: FastifyInstance,
  log: RequestLog | undefined,
  callerOf: (request: FastifyRequest) => Caller | undefined,
): void {
  if (log === undefined) return;
  server.addHook("onResponse", async (request, reply) => {
    const caller = callerOf(request);
    if (caller === undefined) return;
    const idempotencyKey = request.headers["idempotency-key"];
    const [path = ""] = request.url.split("?");
    log.add({
      requestId: request.id,
      organizationId: caller.organization.id,
      mode: caller.mode,
      method: request.method,
      path: hideSecrets(path).slice(0, most.path),
      statusCode: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
      keyId: caller.credential.kind === "key" ? caller.credential.keyId : null,
      idempotencyKey: typeof idempotencyKey === "string" ? idempotencyKey.slice(0, most.idempotencyKey) : null,
      address: request.ip,
    });
  });
}
