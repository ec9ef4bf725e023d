import { withdrawScheduled } from "../mandates/index.ts";
import type { Collection, DatabaseTransaction } from "../store/index.ts";
import type { CollectionsContext } from "./context.ts";
import { followCharge } from "./follow-charge.ts";

/** Lets the customer pay an invoice otherwise: its charge is withdrawn, unless it was made already. */
export async function withdraw(
  context: CollectionsContext,
  transaction: DatabaseTransaction,
  collection: Collection,
): Promise<void> {
  await withdrawScheduled(transaction, collection, context.clock());
  await followCharge(context, transaction, collection);
}
