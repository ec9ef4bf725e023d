import type { Logger } from "pino";
import { min, type ProviderPool, readBlock, type WatchedContracts } from "../chain/index.ts";
import { type LedgerContext, markReconciled, recordLedger } from "../ledger/index.ts";
import type { Chain } from "../protocol/index.ts";
import { type BackgroundTask, startBackgroundTask } from "../runtime/index.ts";
import type { Difference } from "./difference.ts";
import { reconcileChain } from "./reconcile.ts";

/** Blocks read again at once: a long outage is worked off in several goes. */
const mostBlocks = 100_000n;

/** Reconciliation passes over one chain, again and again. */
export type ReconciliationPasses = BackgroundTask & {
  /** How many differences were found since they began, by kind. */
  found(): ReadonlyMap<Difference["kind"], number>;
};

type Reading = {
  readonly chain: Chain;
  readonly providers: ProviderPool;
  readonly contracts: WatchedContracts;
};

/** Reconciles a chain every so many milliseconds, and logs what differs. */
export function startReconciliationPasses(
  context: LedgerContext,
  reading: Reading,
  interval: number,
  log: Logger,
): ReconciliationPasses {
  const found = new Map<Difference["kind"], number>();
  const task = startBackgroundTask({
    name: `reconcile ${reading.chain.network}`,
    interval,
    log,
    async run() {
      const { differences, isDone } = await runReconciliationPass(context, reading);
      for (const difference of differences) {
        found.set(difference.kind, (found.get(difference.kind) ?? 0) + 1);
        log.error({ ...difference }, "the ledger differed from the chain");
      }
      return !isDone;
    },
  });
  return { found: () => found, stop: () => task.stop() };
}

/** What a pass found. MISSING is recorded by then, anything else is for somebody to inspect. */
export type ReconciliationPass = { readonly differences: readonly Difference[]; readonly isDone: boolean };

/**
 * Reads what has become final since the last pass once more, from the endpoint that is the last choice otherwise, and compares it with the ledger. An event that an
 * endpoint had left out is recorded as the watcher would have. Nothing is taken back on one endpoint's word.
 */
export async function runReconciliationPass(
  context: LedgerContext,
  { chain, providers, contracts }: Reading,
): Promise<ReconciliationPass> {
  const { database } = context;
  const place = await database
    .selectFrom("chainCursors")
    .select(["blockNumber", "readTwiceTo"])
    .where("chainId", "=", chain.id)
    .executeTakeFirst();
  const source = (await providers.trusted()).at(-1);
  if (!place || !source) return { differences: [], isDone: true };
  const { blockNumber: finalized } = await readBlock(source.client, { blockTag: "finalized" });
  const readable = min(finalized, place.blockNumber);
  const upTo = min(place.readTwiceTo + mostBlocks, readable);
  if (upTo <= place.readTwiceTo) return { differences: [], isDone: true };

  const { differences, missing, to } = await reconcileChain(
    context,
    { chain, client: source.client, contracts },
    place.readTwiceTo + 1n,
    upTo,
  );
  await database.transaction().execute(async (transaction) => {
    // Another worker may have been there first.
    if (!(await markReconciled(transaction, chain.id, { from: place.readTwiceTo, to }))) return;
    await recordLedger(context, transaction, { chainId: chain.id, ...missing });
  });
  return { differences, isDone: to === readable };
}
