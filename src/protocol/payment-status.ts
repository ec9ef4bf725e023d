/** What can be said of a payment; the first leads to the others, and none leads back. */
export const paymentStatuses = ["ACTIVE", "PROCESSING", "SUCCESSFUL", "FAILED", "EXPIRED", "CANCELLED"] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];
