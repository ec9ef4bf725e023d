export { type BroadcastResult, broadcastResultOf } from "./broadcast-result.ts";
export type { ChainClient } from "./chain-client.ts";
export { ChainMismatchError, checkChain, checkDeployment, checkEndpoints } from "./check-chain.ts";
export { BundlerUnavailableError, ChainUnavailableError } from "./errors.ts";
export type { FinalHeight } from "./finality.ts";
export { createGasMarket, type GasMarket, type GasPrices, transactionCost } from "./gas-prices.ts";
export { least } from "./least.ts";
export type { BlockBatch, Cursor, LogPosition, ReclaimLog, SettlementLog, UserOperationLog } from "./logs.ts";
export {
  createChainClient,
  createProviderPool,
  NoProviderError,
  type ProviderHealth,
  type ProviderPool,
} from "./provider-pool.ts";
export { readBlock } from "./read-block.ts";
export type { WatchedContracts } from "./read-logs.ts";
export { readRange } from "./read-range.ts";
export { readRecipients } from "./read-recipients.ts";
export { readSettled } from "./read-settled.ts";
export { reasonOf } from "./rpc-errors.ts";
export { gasMarketTasks } from "./tasks.ts";
export { readTokenBalances } from "./token-balances.ts";
export { startWatcher, type Watcher, type WatcherHealth, type WatcherSink } from "./watcher.ts";
