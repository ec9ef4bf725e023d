export { type AccountName, accountKinds, knownAccountOf } from "./account-kinds/index.ts";
export { type Bundler, createBundler } from "./bundler.ts";
export type { UserOperationsContext } from "./context.ts";
export { OperationRefusedError, OperationRevertsError } from "./errors.ts";
export { withCallGasMargin } from "./operation/call-gas.ts";
export {
  type Operation,
  operationHash,
  parseOperation,
  type RpcOperation,
  readEntryPoint,
  totalGas,
} from "./operation/parse-operation.ts";
export { type Permitted, quoteOfOperation } from "./operation/quote-of-operation.ts";
export { markFailed, markIncluded, reopenAbove } from "./operation-status.ts";
export type { OperationServices, SponsorshipSettings } from "./services.ts";
export { type SponsorshipBudgets, windows } from "./sponsorship/budgets.ts";
export { SponsorshipBarredError, SponsorshipUnderWayError } from "./sponsorship/errors.ts";
export {
  createGasSponsor,
  type GasSponsor,
  type GasSponsors,
  servedEntryPoints,
  sponsorOf,
} from "./sponsorship/gas-sponsor.ts";
export { askPaymaster, isPaymasterMethod } from "./sponsorship/paymaster.ts";
export { recordInclusion } from "./sponsorship/record-inclusion.ts";
export { simulateSponsorship } from "./sponsorship/simulate-sponsorship.ts";
export { hasRoom, sponsorshipRoom } from "./sponsorship/sponsorship-room.ts";
export { sponsorshipTasks } from "./sponsorship/tasks.ts";
export { type SponsorshipTotals, sponsorshipTotals } from "./sponsorship/totals.ts";
export { submitOperation } from "./submit-operation.ts";
