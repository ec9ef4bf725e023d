import type { Collection } from "../store/index.ts";
import type { CollectionsContext } from "./context.ts";
import { followCharge } from "./follow-charge.ts";
import { withdraw } from "./withdraw.ts";

/** Collections of one run. */
const batchSize = 100;

/**
 * Sees to what no event announces: charges that their merchant has withdrawn, and customers who have begun to pay an invoice whose charge has failed. Its next try would take the money a second time. Answers whether
 * there may be more.
 */
export async function runCollections(context: CollectionsContext): Promise<boolean> {
  const { database } = context;
  const open = database
    .selectFrom("collections")
    .innerJoin("mandateCharges", (join) =>
      join
        .onRef("mandateCharges.mandateId", "=", "collections.mandateId")
        .onRef("mandateCharges.period", "=", "collections.period"),
    )
    .selectAll("collections")
    .where("collections.isOpen", "=", true)
    .limit(batchSize);
  const ended = await open.where("mandateCharges.status", "not in", ["SCHEDULED", "PROCESSING"]).execute();
  const isBeingPaid = await open
    .where("mandateCharges.status", "=", "SCHEDULED")
    .where("mandateCharges.cause", "is not", null)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("payments")
          .select("payments.id")
          .whereRef("payments.sourceId", "=", "collections.sourceId")
          .where("payments.status", "in", ["ACTIVE", "PROCESSING"]),
      ),
    )
    .execute();
  for (const collection of ended) await alone(context, collection, followCharge);
  for (const collection of isBeingPaid) await alone(context, collection, withdraw);
  return ended.length === batchSize || isBeingPaid.length === batchSize;
}

function alone(context: CollectionsContext, collection: Collection, act: typeof withdraw): Promise<void> {
  return context.database.transaction().execute((transaction) => act(context, transaction, collection));
}
