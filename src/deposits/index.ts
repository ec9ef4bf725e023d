export { acceptMoney } from "./acceptance/accept-money.ts";
export {
  type Acceptance,
  type AcceptContext,
  type Accepted,
  type AcceptTransaction,
  acceptOutcomes,
} from "./acceptance/acceptance.ts";
export {
  classifyDeposit,
  classifySettlement,
  type SurplusReason,
  settlementKindOf,
  surplusReasons,
} from "./classify.ts";
export type { DepositsContext } from "./context.ts";
export { stuckDeposits } from "./deposit-watches.ts";
export { type DepositAtAddress, depositsOfPayment } from "./observed-deposits.ts";
export {
  createRecoveriesReader,
  listRecoveries,
  type Recoveries,
  type RecoveriesContext,
  type RecoveriesReader,
  type Recovery,
  type RecoveryChain,
} from "./recoveries.ts";
export { forgetReturned } from "./reported-deposits.ts";
export { requestRecoveries } from "./request-recoveries.ts";
export { depositTasks, quoteTasks } from "./tasks.ts";
export { watchQuote } from "./watch-quote.ts";
