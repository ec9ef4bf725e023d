import type { ErrorBody } from "./types.ts";

/** Whatever goes wrong in this client. */
export class RailsplitError extends Error {
  override readonly name: string = "RailsplitError";
}

/** The client was made without something that it needs: the message says what. */
export class ConfigurationError extends RailsplitError {
  override readonly name = "ConfigurationError";
}

/** No answer came, or half of one: the network failed, or the time was up. Whether the request was carried out is not known. */
export class ConnectionError extends RailsplitError {
  override readonly name = "ConnectionError";
}

/** The API answered other than with success. `code` says what it was, `message` what to do about it. */
export class ApiError extends RailsplitError {
  override readonly name: string = "ApiError";
  readonly statusCode: number;
  readonly code: string;
  /** Quote it when you ask for help. */
  readonly requestId: string;
  readonly body: ErrorBody;
  constructor(body: ErrorBody) {
    super(body.message);
    this.statusCode = body.statusCode;
    this.code = body.code;
    this.requestId = body.requestId;
    this.body = body;
  }
}

/** 400: something in the request is wrong; `issues` says where. */
export class ValidationError extends ApiError {
  override readonly name = "ValidationError";
  readonly issues: NonNullable<ErrorBody["errors"]>;
  constructor(body: ErrorBody) {
    super(body);
    this.issues = body.errors ?? [];
  }
}

/** 401: no valid key. */
export class AuthenticationError extends ApiError {
  override readonly name = "AuthenticationError";
}

/** 403: the key does not allow this, or not from here. */
export class PermissionError extends ApiError {
  override readonly name = "PermissionError";
}

/** 404: there is nothing under that id, or it is another merchant's. */
export class NotFoundError extends ApiError {
  override readonly name = "NotFoundError";
}

/** 409: it does not go together with what is there already. */
export class ConflictError extends ApiError {
  override readonly name = "ConflictError";
}

/** 429: too many requests, also after the client's own retries. */
export class RateLimitError extends ApiError {
  override readonly name = "RateLimitError";
  /** Seconds to wait. */
  get retryAfter(): number {
    return Number(this.body.retryAfter ?? 60);
  }
}

/** The signature of a webhook does not hold, or the webhook is too old. */
export class SignatureError extends RailsplitError {
  override readonly name = "SignatureError";
}

const byStatus: Readonly<Record<number, new (body: ErrorBody) => ApiError>> = {
  400: ValidationError,
  401: AuthenticationError,
  403: PermissionError,
  404: NotFoundError,
  409: ConflictError,
  429: RateLimitError,
};

export function errorOf(body: ErrorBody): ApiError {
  const Type = byStatus[body.statusCode] ?? ApiError;
  return new Type(body);
}
