export { type Bundler, createBundler } from "./bundler.ts";
export { withCallGasMargin } from "./call-gas.ts";
export { OperationRefusedError, OperationRevertsError } from "./errors.ts";
export { createGasSponsor, type GasSponsor } from "./gas-sponsor.ts";
export { askPaymaster, isPaymasterMethod } from "./paymaster.ts";
export type { Permitted } from "./quote-of-operation.ts";
export type { OperationServices } from "./services.ts";
export { submitOperation } from "./submit-operation.ts";
export { checkEntryPoint, type Operation, operationHash, parseOperation, type RpcOperation } from "./user-operation.ts";
