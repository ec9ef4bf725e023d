import type { WebhookEndpoint } from "../../../store/index.ts";
import { type Delivery, type EndpointWithSecret, endpointSubject } from "../../../webhooks/index.ts";

/** A webhook endpoint as its merchant sees it: without its secret. */
export function endpointView({ id, url, events, style, isDefault, disabledAt, createdAt }: WebhookEndpoint) {
  return { id, url, events, style, isDefault, enabled: disabledAt === null, createdAt: createdAt.toISOString() };
}

/** The same, the one time that its secret is shown. */
export function newEndpointView(endpoint: EndpointWithSecret) {
  return { ...endpointView(endpoint), secret: endpoint.secret };
}

/** A delivery as its merchant sees it. */
export function deliveryView(delivery: Delivery) {
  const { id, endpointId, eventId, type, subjectType, subjectId, status, attempts, responseStatus, lastError } =
    delivery;
  const isOfPayment = subjectType === "payment";
  return {
    id,
    endpointId,
    eventId,
    type,
    paymentId: isOfPayment ? subjectId : null,
    // A test counts for nothing.
    sequence: subjectType === endpointSubject ? 0 : delivery.sequence,
    status,
    attempts,
    nextAttemptAt: status === "PENDING" ? delivery.nextAttemptAt.toISOString() : null,
    responseStatus,
    lastError,
    deliveredAt: delivery.deliveredAt?.toISOString() ?? null,
    createdAt: delivery.createdAt.toISOString(),
  };
}
