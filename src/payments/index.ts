export { type AttemptSnapshot, attemptSnapshot } from "./attempt-snapshot.ts";
export {
  attemptLease,
  attemptsOf,
  endAttempt,
  type NewAttempt,
  reopenAttempts,
  runningAttempt,
  startAttempt,
} from "./attempts.ts";
export { cancelPayment } from "./cancel-payment.ts";
export { changeStatus } from "./change-status.ts";
export { chosenAmountError, readChosenAmount } from "./chosen-amount.ts";
export { confirmationsOf } from "./confirmations.ts";
export type { PaymentChecksContext, PaymentsContext } from "./context.ts";
export { createPayment } from "./create-payment.ts";
export {
  AttemptDelayedError,
  AttemptsExhaustedError,
  ExternalIdInUseError,
  InvalidPaymentError,
  type Issue,
  ModeUnavailableError,
  PaymentNotFoundError,
  PaymentStateError,
  PaymentUnderWayError,
} from "./errors.ts";
export { isExternalIdTaken } from "./external-id.ts";
export { finalityView } from "./finality-view.ts";
export { countUnresolved, listPayments } from "./list-payments.ts";
export { findPayment, type LoadedPayment, loadPayment, sourcesOf } from "./load-payment.ts";
export { lockPayment, lockPaymentOfQuote } from "./lock-payment.ts";
export { chainsOfMode, type OfferedChain, payableChains, withoutPairs } from "./offered-chains.ts";
export { FeedFullError, type PaymentFeed, startPaymentFeed } from "./payment-feed.ts";
export { type CreatePaymentInput, checkPayment, type Payee, type PaymentSource } from "./payment-input.ts";
export { type PaymentSnapshot, paymentSnapshot } from "./payment-snapshot.ts";
export { readPercent } from "./read-percent.ts";
export { receiveDeposit } from "./receive-deposit.ts";
export { type DepositNotice, type PaymentEventData, recordEvent } from "./record-event.ts";
export {
  type PaymentOrder,
  type PaymentSearch,
  paymentOrders,
  type SearchPage,
  searchPayments,
} from "./search-payments.ts";
export { markSettled, moveSettlement, type PaymentSettlement, replaceSettlement, unmarkSettled } from "./settlement.ts";
export { isFinal } from "./status.ts";
export { paymentTasks } from "./tasks.ts";
export { type Unresolved, unresolvedKinds } from "./unresolved.ts";
