import type { ColumnType, Generated, Selectable } from "kysely";
import type { Mode } from "./owner.ts";

export type WebhookEndpointTable = {
  id: string;
  organizationId: string;
  mode: Mode;
  url: string;
  /** Types of events that are sent there; `*` is all. */
  events: Generated<string[]>;
  /** The one that `/v1/webhooks` is about: one of an organization and mode. */
  isDefault: Generated<boolean>;
  /** How bodies are written: the name of a renderer. */
  style: Generated<string>;
  disabledAt: Date | null;
  createdAt: Date;
};

/** What an endpoint's webhooks are signed by. One has no end; those that were replaced sign until theirs, so that a receiver can change over. */
export type WebhookSecretTable = {
  id: string;
  endpointId: string;
  /** `whsec_...`: it signs, so unlike an API key it has to be kept readable. Encrypted where the operator has given a key. */
  secret: string;
  expiresAt: Date | null;
  /** The request under an Idempotency-Key that made it, if one did. */
  run: string | null;
  createdAt: Date;
};

/** An event as it is signed and sent, rendered in an endpoint's style before its first attempt and kept. */
export type WebhookBodyTable = { eventId: string; style: string; body: string };

export const webhookDeliveryStatuses = ["PENDING", "DELIVERED", "FAILED"] as const;
export type WebhookDeliveryStatus = (typeof webhookDeliveryStatuses)[number];

export type WebhookDeliveryTable = {
  id: Generated<string>;
  eventId: string;
  endpointId: string;
  status: WebhookDeliveryStatus;
  attempts: Generated<number>;
  /** Also the lease: a worker that takes a delivery moves this ahead, so that a crashed worker's work comes back. */
  nextAttemptAt: ColumnType<Date>;
  responseStatus: number | null;
  lastError: string | null;
  deliveredAt: Date | null;
};

export type WebhookSecret = Selectable<WebhookSecretTable>;

export type WebhookEndpoint = Selectable<WebhookEndpointTable>;

export type WebhookDelivery = Selectable<WebhookDeliveryTable>;
