import type { WatcherSink } from "../chain/index.ts";
import type { PaymentsContext } from "../payments/index.ts";
import { finalizeBlocks } from "./finalize-blocks.ts";
import { recordBlocks } from "./record-blocks.ts";
import { rewindBlocks } from "./rewind-blocks.ts";

/** The payments domain as the place where a chain's watcher hands over what it read. `told` is called when there may be events to deliver. */
export function watcherSink(context: PaymentsContext, chainId: number, told: () => void = () => {}): WatcherSink {
  const { database } = context;
  return {
    async cursor() {
      const cursor = await database
        .selectFrom("chainCursors")
        .select(["blockNumber", "blockHash", "blockTime"])
        .where("chainId", "=", chainId)
        .executeTakeFirst();
      return cursor ?? null;
    },
    recentCursors: () =>
      database
        .selectFrom("chainBlocks")
        .select(["blockNumber", "blockHash", "blockTime"])
        .where("chainId", "=", chainId)
        .orderBy("blockNumber", "desc")
        .execute(),
    async forgetCursors(below) {
      await database
        .deleteFrom("chainBlocks")
        .where("chainId", "=", chainId)
        .where("blockNumber", "<", ({ selectFrom }) =>
          selectFrom("chainBlocks as kept")
            .select(({ fn }) => fn.max("kept.blockNumber").as("highest"))
            .where("kept.chainId", "=", chainId)
            .where("kept.blockNumber", "<=", below),
        )
        .execute();
    },
    async record(batch) {
      const isRecorded = await recordBlocks(context, batch);
      if (batch.settlements.length > 0) told();
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
    finalize: (finalHeight) => finalizeBlocks(context, chainId, finalHeight, told),
  };
}
