export type { StandingContext } from "./context.ts";
export { depositId, uuidOfDeposit } from "./deposit-id.ts";
export { type DepositSnapshot, depositSnapshot, type LoadedDeposit } from "./deposit-snapshot.ts";
export { type DepositFilter, depositOrders, listDeposits, loadDeposit, searchDeposits } from "./load-deposit.ts";
export { type DepositEventData, depositSubject } from "./record-event.ts";
export { standingTasks } from "./tasks.ts";
