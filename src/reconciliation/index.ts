export type { Difference } from "./difference.ts";
export { BlocksNotReadError, type Reconciliation, reconcileChain, rescan } from "./reconcile.ts";
export { type ReconciliationPasses, startReconciliationPasses } from "./reconciliation-pass.ts";
