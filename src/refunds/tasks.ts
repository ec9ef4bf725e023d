import type { Logger } from "pino";
import { type FinalHeight, lowestFinalHeight, type ProviderPool, RangeWidth, startChainTask } from "../chain/index.ts";
import { readCursor } from "../ledger/index.ts";
import type { Chain } from "../protocol/index.ts";
import { type BackgroundTask, startBackgroundTask } from "../runtime/index.ts";
import type { Database } from "../store/index.ts";
import type { RefundsContext } from "./context.ts";
import { failUnsentRefunds } from "./end-refund.ts";
import { findTransfers } from "./find-transfers.ts";
import { followTransfers } from "./follow-transfers.ts";
import { judgeClaims } from "./judge-claims.ts";

type Context = Pick<RefundsContext, "database" | "clock">;

type Reading = { readonly chain: Chain; readonly providers: ProviderPool };

type Round = { readonly isIdle: boolean /** Whether there are more blocks. */; readonly hasMore: boolean };

const idle: Round = { isIdle: true, hasMore: false };

/** One round on a chain: what was sent is found, and what was found is followed until it is final. Nothing is asked of the chain while there is nothing to do. */
export async function followRefunds(
  context: Context,
  { chain, providers }: Reading,
  width: RangeWidth,
): Promise<Round> {
  if (!(await isAnythingDue(context, chain.id))) return idle;
  const head = await readCursor(context.database, chain.id);
  if (!head) return idle;
  const readers = (await providers.trusted()).slice(0, 2);
  const clients = readers.map(({ client }) => client);
  let height: Promise<FinalHeight> | undefined;
  const finalHeight = () => {
    height ??= lowestFinalHeight(readers, chain, head);
    return height;
  };
  await judgeClaims(context, chain.id, clients, finalHeight);
  const hasMore = await findTransfers(context, chain, clients, head.blockNumber, width);
  await followTransfers(context, chain.id, clients, finalHeight);
  return { hasMore, isIdle: false };
}

async function isAnythingDue({ database, clock }: Context, chainId: number): Promise<boolean> {
  const open = await openParts(database, chainId);
  if (open) return true;
  const watched = await database
    .selectFrom("refundTransfers")
    .select("refundId")
    .where("chainId", "=", chainId)
    .where("recheckAt", "<=", clock())
    .limit(1)
    .executeTakeFirst();
  return watched !== undefined;
}

function openParts(database: Database, chainId: number) {
  return database
    .selectFrom("refunds")
    .select("id")
    .where("chainId", "=", chainId)
    .where("status", "=", "PENDING")
    .where("recipient", "is not", null)
    .limit(1)
    .executeTakeFirst();
}

/** What a worker does for the refunds on one chain. `onEvents` is called when there may be events to deliver. */
export function refundTasks(
  context: Context,
  reading: Reading,
  pollInterval: number,
  onEvents: () => void,
  log: Logger,
): BackgroundTask[] {
  const width = new RangeWidth();
  const following = startChainTask({
    chain: reading.chain,
    name: "follow refunds",
    interval: Math.max(pollInterval, 1_000),
    async run() {
      const { isIdle, hasMore } = await followRefunds(context, reading, width);
      if (!isIdle) onEvents();
      return hasMore;
    },
    trouble: "refunds could not be followed, trying again",
    log,
  });
  return [following];
}

/** The same whatever the chain. */
export function refundClockTasks(context: Context, log: Logger): BackgroundTask[] {
  const run = async () => (await failUnsentRefunds(context)) > 0;
  return [startBackgroundTask({ name: "give up refunds that nobody sends", interval: 10 * 60_000, run, log })];
}
