import { STATUS_CODES } from "node:http";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { BaseError, RpcRequestError } from "viem";
import { z } from "zod";
import { NoProviderError } from "../../chain/index.ts";
import type { Issue } from "../../payments/index.ts";
import { DomainError } from "../../runtime/index.ts";
import { isDataException } from "../../store/index.ts";
import { type ErrorCode, statuses } from "./error-statuses.ts";
import { sendProblem } from "./problem.ts";

/** An answer other than success. `code` is for machines, `message` for people. */
export class ApiError extends DomainError {
  override readonly name = "ApiError";
  override readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message, { details });
    this.code = code;
  }
}

/** Sends any error in the one shape of the API. What is not ours to explain is logged, and is a plain 500 outside. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const answer = answerTo(error);
  const { statusCode, message, code, details } = answer;
  logFailure(error, statusCode, request);
  if (sendProblem(answer, request, reply)) return;
  const docUrl = request.server.docUrlOf(code);
  reply
    .status(statusCode)
    .send({ statusCode, message, error: STATUS_CODES[statusCode], code, requestId: request.id, docUrl, ...details });
}

/** Logs what is not the request's fault, or should have been refused at its path. */
export function logFailure(error: unknown, statusCode: number, { log }: FastifyRequest): void {
  if (statusCode >= 500 || isDataException(error)) log.error({ err: error }, `answered ${statusCode}`);
}

type Answer = Pick<DomainError, "message" | "code" | "details"> & { readonly statusCode: number };

/** What an error is answered with, in our words. */
export function answerTo(error: unknown): Answer {
  const known = error instanceof DomainError ? error : translated(error);
  const statusCode = statusOf(known?.code);
  if (known && statusCode) {
    const message = known.code === "VALIDATION_FAILED" ? "Validation failed" : known.message;
    return { statusCode, code: known.code, message, details: known.details };
  }
  if (isFastifyError(error) && error.statusCode !== undefined && error.statusCode < 500) {
    const { statusCode, message } = error;
    return { statusCode, code: error.code.replace(/^FST_ERR_/, ""), message, details: {} };
  }
  const message = "Something went wrong on our side. Try again, and quote the requestId if it stays.";
  return { statusCode: statuses.INTERNAL_ERROR, code: "INTERNAL_ERROR", message, details: {} };
}

function statusOf(code: string | undefined): number | undefined {
  return code !== undefined && code in statuses ? statuses[code as ErrorCode] : undefined;
}

/** What libraries throw, in our words. */
function translated(error: unknown): ApiError | undefined {
  if (error instanceof z.ZodError) return invalid(error.issues.flatMap(issuesOf));
  // Schemas refuse such values at their path; where one does not, it is still the request's fault.
  if (isDataException(error))
    return invalid([{ path: [], message: "A value is out of the range that can be stored." }]);
  if (isNoProvider(error)) {
    return new ApiError("CHAIN_UNAVAILABLE", "The chain cannot be read now: see /v1/status. Try again later.");
  }
  if (error instanceof RpcRequestError) return new ApiError("BUNDLER_REFUSED", error.details);
  return undefined;
}

function invalid(errors: readonly Issue[]): ApiError {
  return new ApiError("VALIDATION_FAILED", "Validation failed", { errors });
}

/** An unknown field is reported at its own path, not at its parent's. */
function issuesOf(issue: z.core.$ZodIssue): Issue[] {
  const path = issue.path.filter((part) => typeof part !== "symbol");
  if (issue.code !== "unrecognized_keys") return [{ path, message: issue.message }];
  return issue.keys.map((key) => ({ path: [...path, key], message: `There is no field "${key}".` }));
}

/** Also where viem has wrapped it. */
function isNoProvider(error: unknown): boolean {
  if (error instanceof NoProviderError) return true;
  return (
    error instanceof BaseError && error.walk((cause) => cause instanceof NoProviderError) instanceof NoProviderError
  );
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}
