import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { answerTo, logFailure } from "../../http/errors.ts";
import { sendProblem } from "../../http/problem.ts";

export const errorBody = z
  .object({
    error: z.string().describe("The cause, in short."),
    message: z.string(),
    code: z.string(),
    statusCode: z.int(),
    details: z.unknown().optional(),
    retryAfter: z.int().optional().describe("Seconds, with 429."),
  })
  .meta({ id: "PayInError" });

type Words = { readonly code: string; readonly error: string };

/** This API's codes for ours. */
const words: Readonly<Record<string, Words>> = {
  UNAUTHORIZED: { code: "INVALID_API_KEY", error: "Invalid API key" },
  SCOPE_MISSING: { code: "INSUFFICIENT_PERMISSIONS", error: "Insufficient permissions" },
  PAYMENT_NOT_FOUND: { code: "RESOURCE_NOT_FOUND", error: "Resource not found" },
  TRANSFER_NOT_FOUND: { code: "RESOURCE_NOT_FOUND", error: "Resource not found" },
  KEY_NOT_FOUND: { code: "RESOURCE_NOT_FOUND", error: "Resource not found" },
  ORGANIZATION_NOT_FOUND: { code: "RESOURCE_NOT_FOUND", error: "Resource not found" },
  CONFIG_NOT_FOUND: { code: "RESOURCE_NOT_FOUND", error: "Resource not found" },
  WEBHOOK_NOT_FOUND: { code: "RESOURCE_NOT_FOUND", error: "Resource not found" },
  LINK_NOT_FOUND: { code: "RESOURCE_NOT_FOUND", error: "Resource not found" },
  DEPOSIT_REFERENCE_NOT_FOUND: { code: "RESOURCE_NOT_FOUND", error: "Resource not found" },
  EXTERNAL_ID_IN_USE: { code: "DUPLICATE_ORDER_REFERENCE", error: "Duplicate order reference" },
  NO_AVAILABLE_ADDRESSES: { code: "NO_AVAILABLE_ADDRESSES", error: "No available addresses" },
  DEPOSITS_UNAVAILABLE: { code: "NO_AVAILABLE_ADDRESSES", error: "No available addresses" },
  RATE_LIMITED: { code: "RATE_LIMIT_EXCEEDED", error: "Rate limit exceeded" },
};

/** The codes of fields that do not fit, by our names and by its own. Strangers name fields: "__proto__" is one of no map. */
const fieldWords: ReadonlyMap<unknown, Words> = new Map([
  ["amount", { code: "INVALID_AMOUNT", error: "Invalid amount" }],
  ["merchantAmount", { code: "INVALID_AMOUNT", error: "Invalid amount" }],
  ["chainId", { code: "INVALID_CHAIN", error: "Invalid chain" }],
  ["acceptedChains", { code: "INVALID_CHAIN", error: "Invalid chain" }],
  ["currency", { code: "INVALID_CURRENCY", error: "Invalid currency" }],
  ["acceptedTokens", { code: "INVALID_CURRENCY", error: "Invalid currency" }],
]);

/** Of a payment whose time is over, and of one that is paid. */
const stateWords: Readonly<Record<string, Words>> = {
  SUCCESSFUL: { code: "ORDER_ALREADY_PAID", error: "Order already paid" },
  PROCESSING: { code: "ORDER_ALREADY_PAID", error: "Order already paid" },
};
const expired: Words = { code: "ORDER_EXPIRED", error: "Order expired" };

/** Sends any error in the shape of this API. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const answer = answerTo(error);
  logFailure(error, answer.statusCode, request);
  if (!sendProblem(answer, request, reply)) reply.status(statusOf(answer)).send(bodyOf(answer));
}

type Answer = ReturnType<typeof answerTo>;

/** What is in the wrong state is a 400 here. */
function statusOf({ statusCode, code }: Pick<Answer, "statusCode" | "code">): number {
  return code === "PAYMENT_NOT_ACTIVE" ? 400 : statusCode;
}

function bodyOf(answer: Answer) {
  const { code, message, details } = answer;
  const statusCode = statusOf(answer);
  const issues = (details.errors ?? []) as readonly { readonly path: readonly unknown[]; readonly message: string }[];
  if (code === "VALIDATION_FAILED") {
    const [first] = issues;
    const of = fieldWords.get(first?.path[0]) ?? { code: "VALIDATION_FAILED", error: "Invalid request" };
    return { error: of.error, message: first?.message ?? message, code: of.code, statusCode, details: issues };
  }
  if (code === "RATE_LIMITED") {
    const retryAfter = Number(details.retryAfter);
    const text = `Too many requests. Please try again in ${retryAfter} seconds.`;
    return { ...words.RATE_LIMITED, message: text, statusCode, retryAfter };
  }
  const known = code === "PAYMENT_NOT_ACTIVE" ? (stateWords[`${details.status}`] ?? expired) : words[code];
  const { error, code: theirs } = known ?? { error: message, code };
  return { error, message, code: theirs, statusCode, ...(Object.keys(details).length > 0 && { details }) };
}
