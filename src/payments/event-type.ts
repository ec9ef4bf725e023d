/** What a merchant is notified of. */
export const paymentEventTypes = [
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
] as const;

export type PaymentEventType = (typeof paymentEventTypes)[number];
