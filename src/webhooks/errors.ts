import { DomainError } from "../runtime/index.ts";

/** The merchant already has a default endpoint in this mode. */
export class WebhookEndpointExistsError extends DomainError {
  override readonly name = "WebhookEndpointExistsError";
  override readonly code = "WEBHOOK_EXISTS";
  constructor() {
    super("There is a webhook endpoint already. Change it with PUT /v1/webhooks.");
  }
}

/** The merchant has no such endpoint in this mode. */
export class WebhookEndpointNotFoundError extends DomainError {
  override readonly name = "WebhookEndpointNotFoundError";
  override readonly code = "WEBHOOK_NOT_FOUND";
  constructor(id?: string) {
    super(
      id === undefined
        ? "There is no webhook endpoint. Create one with POST /v1/webhooks."
        : `There is no webhook endpoint "${id}".`,
    );
  }
}

export class TooManyEndpointsError extends DomainError {
  override readonly name = "TooManyEndpointsError";
  override readonly code = "TOO_MANY_WEBHOOKS";
  constructor(most: number) {
    super(`There are ${most} webhook endpoints already. Delete one first.`);
  }
}

/** A secret of the receiver's own that would sign badly. */
export class SecretRefusedError extends DomainError {
  override readonly name = "SecretRefusedError";
  override readonly code = "VALIDATION_FAILED";
  constructor(message: string) {
    super(message, { details: { errors: [{ path: ["secret"], message }] } });
  }
}
