import type { AddWebhookEndpoint } from "../../../../clients/typescript/types.ts";

type EventType = NonNullable<AddWebhookEndpoint["events"]>[number];

/** What endpoints can ask for one by one. What is not here yet comes with "all". */
export const eventTypes: readonly EventType[] = [
  "payment.processing",
  "payment.completed",
  "payment.failed",
  "payment.expired",
  "payment.cancelled",
  "payment.underpaid",
  "payment.waiting",
  "payment.overpaid",
  "payment.late",
  "payment.reversed",
];
