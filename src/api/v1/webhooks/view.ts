import type { WebhookEndpoint } from "../../../store/index.ts";
import type { Delivery } from "../../../webhooks/index.ts";

/** A webhook endpoint as its merchant sees it: without its secret. */
export function endpointView({ id, url, disabledAt, createdAt }: WebhookEndpoint) {
  return { id, url, enabled: disabledAt === null, createdAt: createdAt.toISOString() };
}

/** A delivery as its merchant sees it. */
export function deliveryView(delivery: Delivery) {
  const { id, eventId, type, paymentId, sequence, status, attempts, responseStatus, lastError } = delivery;
  return {
    id,
    eventId,
    type,
    paymentId,
    sequence,
    status,
    attempts,
    nextAttemptAt: status === "PENDING" ? delivery.nextAttemptAt.toISOString() : null,
    responseStatus,
    lastError,
    deliveredAt: delivery.deliveredAt?.toISOString() ?? null,
    createdAt: delivery.createdAt.toISOString(),
  };
}
