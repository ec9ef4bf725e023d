import type { Database, DatabaseTransaction, StandingBalance } from "../store/index.ts";

// The only writer of `standingBalances`, together with the lease of sweep-balances.ts.

export type BalancePlace = Pick<StandingBalance, "chainId" | "tokenAddress" | "address" | "termsId" | "recipient">;

/** Something came there: it is inspected at once. */
export async function markBalance(
  database: Database | DatabaseTransaction,
  place: BalancePlace,
  now: Date,
): Promise<void> {
  await database
    .insertInto("standingBalances")
    .values({ ...place, dueAt: now, tries: 0 })
    .onConflict((conflict) => conflict.columns(["chainId", "tokenAddress", "address"]).doUpdateSet({ dueAt: now }))
    .execute();
}

/** When it is inspected next. Null: nothing is left that could be moved. */
export async function scheduleBalance(
  database: Database,
  { chainId, tokenAddress, address, dueAt: lease }: StandingBalance,
  { dueAt, tries }: Pick<StandingBalance, "dueAt" | "tries">,
): Promise<void> {
  await database
    .updateTable("standingBalances")
    .set({ dueAt, tries })
    .where("chainId", "=", chainId)
    .where("tokenAddress", "=", tokenAddress)
    .where("address", "=", address)
    // Something came meanwhile: then it is due already.
    .where("dueAt", "=", lease)
    .execute();
}
