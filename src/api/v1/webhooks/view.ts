import type { WebhookEndpoint } from "../../../store/index.ts";
import type { Delivery } from "../../../webhooks/index.ts";

/** A webhook endpoint as its merchant sees it: without its secret. */
export function endpointView({ id, url, disabledAt, createdAt }: WebhookEndpoint) {
  return { id, url, enabled: disabledAt === null, createdAt: createdAt.toISOString() };
}

/** A delivery as its merchant sees it. */
export function deliveryView(delivery: Delivery) {
  const { id, eventId, type, subjectType, subjectId, status, attempts, responseStatus, lastError } = delivery;
  const isOfPayment = subjectType === "payment";
  return {
    id,
    eventId,
    type,
    paymentId: isOfPayment ? subjectId : null,
    // A test counts for no payment.
    sequence: isOfPayment ? delivery.sequence : 0,
    status,
    attempts,
    nextAttemptAt: status === "PENDING" ? delivery.nextAttemptAt.toISOString() : null,
    responseStatus,
    lastError,
    deliveredAt: delivery.deliveredAt?.toISOString() ?? null,
    createdAt: delivery.createdAt.toISOString(),
  };
}
