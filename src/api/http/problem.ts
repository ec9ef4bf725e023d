import { STATUS_CODES } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { answerTo } from "./errors.ts";

const mediaType = "application/problem+json";

/** Whether a client asks for errors by RFC 9457, whichever API it speaks. */
function wantsProblem({ headers: { accept } }: FastifyRequest): boolean {
  return (accept ?? "").split(",").some((part) => part.split(";")[0]?.trim().toLowerCase() === mediaType);
}

/** Sends an error by RFC 9457 where the client asks for that; answers whether it did. */
export function sendProblem(
  { statusCode, message, code, details }: ReturnType<typeof answerTo>,
  request: FastifyRequest,
  reply: FastifyReply,
): boolean {
  if (!wantsProblem(request)) return false;
  const problem = {
    type: request.server.docUrlOf(code) ?? "about:blank",
    title: STATUS_CODES[statusCode],
    status: statusCode,
    detail: message,
    code,
    requestId: request.id,
    ...details,
  };
  // As text: the route's schemas are of another shape.
  reply.status(statusCode).type(mediaType).send(JSON.stringify(problem));
  return true;
}
