export { accountCodeHashOf } from "./accounts/account-code.ts";
export { type Bundler, createBundler } from "./bundler.ts";
export { OperationRefusedError, OperationRevertsError } from "./errors.ts";
export { withCallGasMargin } from "./operation/call-gas.ts";
export {
  checkEntryPoint,
  type Operation,
  operationHash,
  parseOperation,
  type RpcOperation,
} from "./operation/parse-operation.ts";
export type { Permitted } from "./operation/quote-of-operation.ts";
export { markFailed, markIncluded, reopenAbove } from "./operation-status.ts";
export type { OperationServices } from "./services.ts";
export { createGasSponsor, type GasSponsor } from "./sponsorship/gas-sponsor.ts";
export { askPaymaster, isPaymasterMethod } from "./sponsorship/paymaster.ts";
export { submitOperation } from "./submit-operation.ts";
