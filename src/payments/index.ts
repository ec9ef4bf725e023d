export { cancelPayment } from "./cancel-payment.ts";
export { changeStatus, lockPayment, lockPaymentOfQuote } from "./change-status.ts";
export { confirmationsOf } from "./confirmations.ts";
export type { PaymentsContext } from "./context.ts";
export { createPayment } from "./create-payment.ts";
export {
  ExternalIdInUseError,
  InvalidPaymentError,
  type Issue,
  PaymentNotFoundError,
  PaymentStateError,
} from "./errors.ts";
export type { PaymentEventType } from "./event-type.ts";
export { failReverted } from "./fail-reverted.ts";
export { finalityView } from "./finality-view.ts";
export { listPayments } from "./list-payments.ts";
export { type LoadedPayment, loadPayment } from "./load-payment.ts";
export { FeedFullError, type PaymentFeed, startPaymentFeed } from "./payment-feed.ts";
export { type PaymentSnapshot, paymentSnapshot } from "./payment-snapshot.ts";
export { type DepositNotice, type PaymentEventData, recordEvent } from "./record-event.ts";
export { markSettled, moveSettlement, type PaymentSettlement, replaceSettlement, unmarkSettled } from "./settlement.ts";
export { isFinal } from "./status.ts";
export { paymentTasks } from "./tasks.ts";
