import type { Database, DatabaseTransaction } from "../../store/index.ts";

/** What returning deposits of one payment has cost us so far. */
export type ReclaimSpending = {
  readonly count: number;
  /** By the nodes' estimates. */
  readonly gas: bigint;
  readonly lastAt: Date | null;
};

/** Of the reclaims of a payment's quotes, those that wait included. One that expired unsent has cost nothing. */
export async function reclaimSpending(
  database: Database | DatabaseTransaction,
  paymentId: string,
): Promise<ReclaimSpending> {
  const reclaims = await database
    .selectFrom("relays")
    .innerJoin("quotes", "quotes.id", "relays.quoteId")
    .select(["relays.gas", "relays.createdAt"])
    .where("quotes.paymentId", "=", paymentId)
    .where("relays.kind", "=", "RECLAIM")
    .where("relays.status", "!=", "EXPIRED")
    .orderBy("relays.createdAt")
    .execute();
  const gas = reclaims.reduce((sum, reclaim) => sum + reclaim.gas, 0n);
  return { count: reclaims.length, gas, lastAt: reclaims.at(-1)?.createdAt ?? null };
}
