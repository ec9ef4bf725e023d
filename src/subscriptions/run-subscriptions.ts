import { leaseRows } from "../store/index.ts";
import { advance } from "./advance.ts";
import type { SubscriptionsContext } from "./context.ts";
import { eachOf } from "./each-of.ts";
import { lockSubscription } from "./store-subscription.ts";

const batchSize = 50;

/** Longer than a batch takes; also how long one waits that fails. Milliseconds. */
const lease = 5 * 60_000;

/** Brings subscriptions up to the clock for which there is something to be done. Answers whether there may be more. */
export async function runDueSubscriptions(context: SubscriptionsContext): Promise<boolean> {
  const due = await leaseRows(
    context.database,
    { table: "subscriptions", key: ["id"], column: "nextActionAt" },
    { now: context.clock(), duration: lease, choose: (rows) => rows.limit(batchSize) },
  );
  await eachOf(due, ({ id, nextActionAt }) =>
    context.database.transaction().execute(async (transaction) => {
      const locked = await lockSubscription(transaction, id);
      // Its lease ran out and it is another worker's, or somebody has changed it meanwhile.
      if (locked.nextActionAt?.getTime() !== nextActionAt?.getTime()) return;
      await advance(context, transaction, locked);
    }),
  );
  return due.length === batchSize;
}
