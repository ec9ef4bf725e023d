/** What a merchant is notified of. */
export type PaymentEventType =
  | "payment.processing"
  | "payment.completed"
  | "payment.failed"
  | "payment.expired"
  | "payment.cancelled"
  | "payment.underpaid"
  | "payment.waiting"
  | "payment.overpaid"
  | "payment.late"
  | "payment.reversed";
