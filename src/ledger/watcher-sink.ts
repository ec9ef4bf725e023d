import type { WatcherSink } from "../chain/index.ts";
import { forgetCursors, readCursor, recentCursors } from "./chain-cursor.ts";
import type { LedgerContext } from "./context.ts";
import { finalizeBlocks } from "./finalize-blocks.ts";
import { recordBlocks } from "./record-blocks.ts";
import { rewindBlocks } from "./rewind-blocks.ts";

/** The ledger as the place where a chain's watcher hands over what it read. `onEvents` is called when there may be events to deliver. */
export function watcherSink(context: LedgerContext, chainId: number, onEvents: () => void = () => {}): WatcherSink {
  const { database } = context;
  return {
    cursor: () => readCursor(database, chainId),
    recentCursors: () => recentCursors(database, chainId),
    forgetCursors: (below) => forgetCursors(database, chainId, below),
    async record(batch) {
      const isRecorded = await recordBlocks(context, batch);
      if (batch.settlements.length > 0 || batch.charges.length > 0) onEvents();
      return isRecorded;
    },
    rewind: (to) => rewindBlocks(context, chainId, to),
    async isWaiting() {
      const settlements = database
        .selectFrom("settlements")
        .select("chainId")
        .where("chainId", "=", chainId)
        .where((row) => row.or([row("final", "=", false), row("missing", "=", true)]));
      const operations = database
        .selectFrom("userOperations")
        .select("chainId")
        .where("chainId", "=", chainId)
        .where("status", "=", "REVERTED");
      return (await settlements.unionAll(operations).limit(1).executeTakeFirst()) !== undefined;
    },
    finalize: (finalHeight) => finalizeBlocks(context, chainId, finalHeight, onEvents),
  };
}
