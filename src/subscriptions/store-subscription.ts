import type { DatabaseTransaction, Subscription } from "../store/index.ts";

// With `create-subscription.ts` and `hear-invoices.ts`, the only writer of `subscriptions`.

/** Takes a subscription's row for the rest of the transaction, so that two changes of one come one after the other. */
export async function lockSubscription(transaction: DatabaseTransaction, id: string): Promise<Subscription> {
  return transaction.selectFrom("subscriptions").selectAll().where("id", "=", id).forUpdate().executeTakeFirstOrThrow();
}

/** Writes a locked subscription as it is to be. */
export async function storeSubscription(
  transaction: DatabaseTransaction,
  { id, metadata, pendingTerms, ...columns }: Subscription,
): Promise<Subscription> {
  return transaction
    .updateTable("subscriptions")
    .set({
      ...columns,
      metadata: JSON.stringify(metadata),
      pendingTerms: (pendingTerms === null ? null : JSON.stringify(pendingTerms)) as never,
    })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}
