export type { Difference } from "./difference.ts";
export { BlocksNotReadError, type Reconciliation, readAgain, reconcileChain } from "./reconcile.ts";
export { type SecondReadings, startSecondReading } from "./reconciliation-pass.ts";
