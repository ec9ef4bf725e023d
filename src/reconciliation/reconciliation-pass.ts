import type { Logger } from "pino";
import { least, type ProviderPool, readBlock, type WatchedContracts } from "../chain/index.ts";
import { recordLedger } from "../ledger/index.ts";
import type { PaymentsContext } from "../payments/index.ts";
import type { Chain } from "../protocol/index.ts";
import { type BackgroundTask, startBackgroundTask } from "../runtime/index.ts";
import type { Difference } from "./difference.ts";
import { reconcileChain } from "./reconcile.ts";

/** Blocks read again at once: a long outage is worked off in several goes. */
const mostBlocks = 100_000n;

/** Second readings of one chain, again and again. */
export type SecondReadings = BackgroundTask & {
  /** How many differences were found since they began, by kind. */
  found(): ReadonlyMap<Difference["kind"], number>;
};

type Reading = {
  readonly chain: Chain;
  readonly providers: ProviderPool;
  readonly contracts: WatchedContracts;
};

/** Reads a chain a second time every so many milliseconds, and says what it finds. */
export function startSecondReading(
  context: PaymentsContext,
  reading: Reading,
  interval: number,
  log: Logger,
): SecondReadings {
  const found = new Map<Difference["kind"], number>();
  const task = startBackgroundTask({
    name: `read ${reading.chain.network} a second time`,
    interval,
    log,
    async run() {
      const { differences, isDone } = await readSecondTime(context, reading);
      for (const difference of differences) {
        found.set(difference.kind, (found.get(difference.kind) ?? 0) + 1);
        log.error({ ...difference }, "the ledger was not what the chain says");
      }
      return !isDone;
    },
  });
  return { found: () => found, stop: () => task.stop() };
}

/** What a second reading found. LOST is mended by then, anything else is for a person to look at. */
export type SecondReading = { readonly differences: readonly Difference[]; readonly isDone: boolean };

/**
 * Reads what has become final since the last time once more, from the endpoint that is the last choice otherwise, and compares it with the ledger. What an endpoint had
 * left out is recorded as the watcher would have. Nothing is taken back on one endpoint's word.
 */
export async function readSecondTime(
  context: PaymentsContext,
  { chain, providers, contracts }: Reading,
): Promise<SecondReading> {
  const { database } = context;
  const place = await database
    .selectFrom("chainCursors")
    .select(["blockNumber", "readTwiceTo"])
    .where("chainId", "=", chain.id)
    .executeTakeFirst();
  const source = (await providers.believed()).at(-1);
  if (!place || !source) return { differences: [], isDone: true };
  const { blockNumber: finalized } = await readBlock(source.client, { blockTag: "finalized" });
  const readable = least(finalized, place.blockNumber);
  const upTo = least(place.readTwiceTo + mostBlocks, readable);
  if (upTo <= place.readTwiceTo) return { differences: [], isDone: true };

  const { differences, lost, to } = await reconcileChain(
    context,
    { chain, client: source.client, contracts },
    place.readTwiceTo + 1n,
    upTo,
  );
  await database.transaction().execute(async (transaction) => {
    const moved = await transaction
      .updateTable("chainCursors")
      .set({ readTwiceTo: to })
      .where("chainId", "=", chain.id)
      .where("readTwiceTo", "=", place.readTwiceTo)
      .returning("chainId")
      .executeTakeFirst();
    // Another worker was there first.
    if (!moved) return;
    await recordLedger(context, transaction, { chainId: chain.id, ...lost });
  });
  return { differences, isDone: to === readable };
}
