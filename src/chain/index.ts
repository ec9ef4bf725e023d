export { type BroadcastResult, broadcastResultOf } from "./broadcast-result.ts";
export { startChainTask } from "./chain-task.ts";
export {
  ChainMismatchError,
  checkChain,
  checkDeployment,
  checkEndpoints,
  type DeployedContracts,
  type RouterFee,
} from "./check-chain.ts";
export { chainsWithoutContract } from "./contract-missing.ts";
export { findDenied, isDenied } from "./denylist.ts";
export { BundlerUnavailableError, ChainUnavailableError } from "./errors.ts";
export { type FeeRecipientState, type FeeRecipientWatch, watchFeeRecipients } from "./fee-recipient-watch.ts";
export { type FinalHeight, lowestFinalHeight } from "./finality.ts";
export { createGasMarket, type GasMarket, type GasPrices, transactionCost, type UnitFees } from "./gas-prices.ts";
export { agreedPlace } from "./logs/agreed-place.ts";
export type {
  BlockBatch,
  ChargeLog,
  Cursor,
  LogPosition,
  MandateCancellation,
  ReclaimLog,
  SettlementLog,
  SweepLog,
  UserOperationLog,
} from "./logs/contract-events.ts";
export { RangeWidth } from "./logs/range-width.ts";
export {
  type EarlierSponsors,
  LaggingNodeError,
  type LogSource,
  routersOf,
  sponsorsOf,
  type WatchedContracts,
} from "./logs/read-logs.ts";
export { readRange } from "./logs/read-range.ts";
export { type BlockSpan, readRecipients } from "./logs/read-recipients.ts";
export {
  type MinedTransaction,
  readMinedTransaction,
  readReachedTransfers,
  readTransfers,
  type TransferLog,
  type UntimedTransfer,
  withBlockTimes,
} from "./logs/read-transfers.ts";
export { max, min } from "./min-max.ts";
export { type ContractRead, readMany, tryMany } from "./multicall.ts";
export type { ChainClient } from "./providers/chain-client.ts";
export { createJsonRpc } from "./providers/json-rpc.ts";
export { createPayerClient } from "./providers/payer-client.ts";
export { providerStates } from "./providers/provider.ts";
export {
  createChainClient,
  createProviderPool,
  NoProviderError,
  type ProviderHealth,
  type ProviderPool,
} from "./providers/provider-pool.ts";
export { createRequestBudget, type RequestBudget, withinBudget } from "./providers/request-budget.ts";
export { describeError, isEndpointFailure } from "./providers/rpc-errors.ts";
export { readBlock } from "./read-block.ts";
export { readSettled } from "./read-settled.ts";
export { feeRecipientTasks, gasMarketTasks } from "./tasks.ts";
export { readTokenBalances } from "./token-balances.ts";
export { startWatcher, type Watcher, type WatcherHealth, type WatcherSink } from "./watcher.ts";
