import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { answerTo, logFailure } from "../../http/errors.ts";
import { sendProblem } from "../../http/problem.ts";

export const errorBody = z
  .object({
    error: z.string().describe("What was wrong, for people."),
    code: z.string().describe("The same for programs: the text of the API has none."),
  })
  .meta({ id: "PayLinkrError" });

/** Its names of our fields. */
const names: ReadonlyMap<string | number, string> = new Map([
  ["acceptedTokens", "asset"],
  ["currency", "pricingCurrency"],
  ["merchantAmount", "amount"],
  ["notify", "clientEmail"],
]);

/** Sends any error in the shape of this API: in words, and 422 for what does not fit. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  sendErrorBy(names, error, request, reply);
}

/** The same where fields of ours have other names than usual. */
export function errorHandlerBy(own: Readonly<Record<string, string>>): typeof sendError {
  const all = new Map([...names, ...Object.entries(own)]);
  return (error, request, reply) => sendErrorBy(all, error, request, reply);
}

function sendErrorBy(fields: typeof names, error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const answer = answerTo(error);
  const statusCode = answer.code === "VALIDATION_FAILED" ? 422 : answer.statusCode;
  logFailure(error, statusCode, request);
  if (!sendProblem({ ...answer, statusCode }, request, reply)) {
    reply.status(statusCode).send({ error: textOf(answer, fields), code: answer.code });
  }
}

function textOf({ message, details }: ReturnType<typeof answerTo>, fields: typeof names): string {
  const { errors = [] } = details as {
    readonly errors?: readonly { readonly path: readonly (string | number)[]; readonly message: string }[];
  };
  const [first] = errors;
  if (!first) return message;
  const [field, ...rest] = first.path;
  const path = field === undefined ? [] : [fields.get(field) ?? field, ...rest];
  return `${path.join(".")}: ${first.message}`;
}
