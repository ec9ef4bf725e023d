import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { answerTo, logFailure } from "../../http/errors.ts";
import { sendProblem } from "../../http/problem.ts";

export const errorBody = z
  .object({ error: z.object({ code: z.string(), message: z.string(), param: z.string().optional() }) })
  .meta({ id: "SingleUseLinkError" });

/** This API's words for our codes; the others are ours in small letters. */
const codes: Readonly<Record<string, string>> = {
  VALIDATION_FAILED: "invalid_request",
  PAYMENT_NOT_FOUND: "not_found",
  RATE_LIMITED: "rate_limit_exceeded",
};

/** Our names of its fields. */
const names: Readonly<Record<string, string>> = {
  amount: "price",
  merchantAmount: "price",
  acceptedTokens: "currency",
  acceptedChains: "chain",
};

/** Sends any error in the shape of this API: of several things that are wrong, the first. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const answer = answerTo(error);
  const { statusCode, message, code, details } = answer;
  logFailure(error, statusCode, request);
  if (sendProblem(answer, request, reply)) return;
  const issues = (details.errors ?? []) as readonly { readonly path: readonly unknown[]; readonly message: string }[];
  const [issue] = issues;
  const field = issue?.path[0] === undefined ? undefined : `${issue.path[0]}`;
  const param = field === undefined ? {} : { param: Object.hasOwn(names, field) ? names[field] : field };
  const text = issue?.message ?? message;
  reply.status(statusCode).send({ error: { code: codes[code] ?? code.toLowerCase(), message: text, ...param } });
}
