import type { DatabaseTransaction } from "../store/index.ts";

/** Deletes quotes that nothing else names, with what opens them. */
export async function deleteQuotes(transaction: DatabaseTransaction, ids: readonly string[]): Promise<void> {
  await transaction.deleteFrom("checkoutTokens").where("quoteId", "in", ids).execute();
  await transaction.deleteFrom("quotes").where("id", "in", ids).execute();
}
