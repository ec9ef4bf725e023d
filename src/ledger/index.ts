export { markReconciled } from "./chain-cursor.ts";
export { type ChainProgress, chainProgress } from "./chain-progress.ts";
export type { LedgerContext } from "./context.ts";
export { ledgerEntry, type RouterEvent } from "./ledger-entry.ts";
export { listTransactions, sharesOf } from "./list-transactions.ts";
export { isByItsTerms, recordLedger } from "./record-ledger.ts";
export { rewindBlocks } from "./rewind-blocks.ts";
export { countUnknownSettlements, unknownSettlements } from "./unknown-settlements.ts";
export { watcherSink } from "./watcher-sink.ts";
