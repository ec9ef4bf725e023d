import { STATUS_CODES } from "node:http";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { BaseError, RpcRequestError } from "viem";
import { z } from "zod";
import { NoProviderError } from "../chain/provider-pool.ts";
import {
  CheckoutTokenError,
  ExternalIdInUseError,
  InvalidPaymentError,
  type Issue,
  PaymentNotFoundError,
  PaymentStateError,
  PaymentUnderWayError,
  QuoteExpiredError,
  QuoteNotFoundError,
  SponsorshipUnprofitableError,
} from "../payments/errors.ts";
import { FeedFullError } from "../payments/payment-feed.ts";
import { RateUnavailableError } from "../rates/exchange-rates.ts";
import {
  BundlerUnavailableError,
  ChainUnavailableError,
  OperationRevertsError,
  RelayerMissingError,
} from "../relay/errors.ts";
import { DeliveryNotFoundError } from "../webhooks/deliveries.ts";
import { WebhookEndpointExistsError, WebhookEndpointNotFoundError } from "../webhooks/endpoints.ts";
import { WebhookTargetRefusedError } from "../webhooks/targets.ts";

/** An answer other than success. `code` is for machines, `message` for people. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly statusCode: number;
  readonly code: string;
  /** What a code carries beside the common fields. */
  readonly details: Readonly<Record<string, unknown>>;
  constructor(statusCode: number, code: string, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
    this.details = details;
  }
}

/** Sends any error in the one shape of the API. What is not ours to explain is logged, and is a plain 500 outside. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const answer = toApiError(error);
  if (answer.statusCode >= 500) request.log.error({ err: error }, answer.message);
  const { statusCode, message, code, details } = answer;
  reply
    .status(statusCode)
    .send({ statusCode, message, error: STATUS_CODES[statusCode], code, requestId: request.id, ...details });
}

function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof z.ZodError) return invalid(error.issues.flatMap(issuesOf));
  if (error instanceof InvalidPaymentError) return invalid(error.issues);
  if (error instanceof PaymentNotFoundError) return new ApiError(404, "PAYMENT_NOT_FOUND", error.message);
  if (error instanceof PaymentStateError) {
    return new ApiError(409, "PAYMENT_NOT_ACTIVE", error.message, { status: error.status });
  }
  if (error instanceof PaymentUnderWayError) return new ApiError(409, "PAYMENT_UNDER_WAY", error.message);
  if (error instanceof QuoteExpiredError) return new ApiError(409, "QUOTE_EXPIRED", error.message);
  if (error instanceof ExternalIdInUseError) {
    return new ApiError(409, "EXTERNAL_ID_IN_USE", error.message, { paymentId: error.paymentId });
  }
  if (error instanceof CheckoutTokenError) return unauthorized();
  if (error instanceof RateUnavailableError) return new ApiError(503, "RATE_UNAVAILABLE", error.message);
  if (error instanceof QuoteNotFoundError) return new ApiError(404, "QUOTE_NOT_FOUND", error.message);
  if (error instanceof OperationRevertsError) return new ApiError(422, "AUTHORIZATION_REVERTS", error.message);
  if (error instanceof SponsorshipUnprofitableError) {
    const { estimatedCost, fee } = error;
    return new ApiError(422, "SPONSORSHIP_UNPROFITABLE", error.message, { estimatedCost, fee });
  }
  if (error instanceof RelayerMissingError) return new ApiError(501, "RELAYER_MISSING", error.message);
  if (error instanceof BundlerUnavailableError) return new ApiError(503, "BUNDLER_UNAVAILABLE", error.message);
  if (error instanceof ChainUnavailableError) return new ApiError(503, "CHAIN_UNAVAILABLE", error.message);
  if (isNoProvider(error)) {
    return new ApiError(503, "CHAIN_UNAVAILABLE", "The chain cannot be read now: see /v1/status. Try again later.");
  }
  if (error instanceof RpcRequestError) return new ApiError(503, "BUNDLER_REFUSED", error.details);
  if (error instanceof FeedFullError) return new ApiError(503, "FEED_FULL", error.message);
  if (error instanceof WebhookTargetRefusedError) {
    return invalid([{ path: ["url"], message: error.message }]);
  }
  if (error instanceof DeliveryNotFoundError) return new ApiError(404, "DELIVERY_NOT_FOUND", error.message);
  if (error instanceof WebhookEndpointExistsError) return new ApiError(409, "WEBHOOK_EXISTS", error.message);
  if (error instanceof WebhookEndpointNotFoundError) return new ApiError(404, "WEBHOOK_NOT_FOUND", error.message);
  if (isFastifyError(error) && error.statusCode !== undefined && error.statusCode < 500) {
    return new ApiError(error.statusCode, error.code.replace(/^FST_ERR_/, ""), error.message);
  }
  return new ApiError(
    500,
    "INTERNAL_ERROR",
    "Something went wrong on our side. Try again, and quote the requestId if it stays.",
  );
}

/** The same for a missing, malformed, unknown, revoked or expired key: nobody learns which it was. */
export function unauthorized(): ApiError {
  return new ApiError(401, "UNAUTHORIZED", "A valid API key or checkout token is required.");
}

function invalid(errors: readonly Issue[]): ApiError {
  return new ApiError(400, "VALIDATION_FAILED", "The request is not valid: see errors.", { errors });
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
