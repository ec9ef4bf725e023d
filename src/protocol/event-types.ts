/** What a merchant is notified of about a payment. */
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

/** What a merchant is notified of about a refund. */
export const refundEventTypes = [
  "refund.created",
  "refund.address_named",
  "refund.succeeded",
  "refund.failed",
  "refund.cancelled",
  "refund.reversed",
] as const;

export type RefundEventType = (typeof refundEventTypes)[number];

/** What a merchant is notified of about an invoice. */
export const invoiceEventTypes = [
  "invoice.partially_paid",
  "invoice.paid",
  "invoice.reopened",
  "invoice.credited",
  "invoice.expired",
  "invoice.voided",
] as const;

export type InvoiceEventType = (typeof invoiceEventTypes)[number];

/** What a merchant is notified of about money at a standing address. */
export const depositEventTypes = ["deposit.pending", "deposit.confirmed", "deposit.reversed"] as const;

export type DepositEventType = (typeof depositEventTypes)[number];

/** What a merchant is notified of about a subscription. */
export const subscriptionEventTypes = [
  "subscription.created",
  "subscription.invoiced",
  "subscription.activated",
  "subscription.renewed",
  "subscription.past_due",
  "subscription.unpaid",
  "subscription.paused",
  "subscription.resumed",
  "subscription.updated",
  "subscription.cancelled",
] as const;

export type SubscriptionEventType = (typeof subscriptionEventTypes)[number];

/** What a merchant is notified of about a mandate and its charges. */
export const mandateEventTypes = [
  "mandate.signed",
  "mandate.expired",
  "mandate.cancelled",
  "mandate.completed",
  "mandate.charged",
  "mandate.charge_failed",
  "mandate.charge_missed",
  "mandate.charge_reversed",
] as const;

export type MandateEventType = (typeof mandateEventTypes)[number];

/** All that an endpoint can ask for. */
export const eventTypes = [
  ...paymentEventTypes,
  ...refundEventTypes,
  ...invoiceEventTypes,
  ...depositEventTypes,
  ...subscriptionEventTypes,
  ...mandateEventTypes,
] as const;
