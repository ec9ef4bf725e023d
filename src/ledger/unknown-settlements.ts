import type { Database } from "../store/index.ts";
import { transactionView } from "./list-transactions.ts";

/** Why a settlement is credited to nobody. OTHER_TERMS cannot come from our router: something is very wrong where it is above zero. */
export type UnknownReason = "UNKNOWN_ID" | "OTHER_TERMS";

/** Rows read at a time. */
const batchSize = 500;

/** What the router settled under no quote of ours, or not by its quote's terms, on one chain or all: the oldest first. */
export async function* unknownSettlements(database: Database, chainId?: number) {
  let after = "00000000-0000-0000-0000-000000000000";
  while (true) {
    const rows = await database
      .selectFrom("settlements")
      .leftJoin("quotes", "quotes.onchainId", "settlements.onchainId")
      .selectAll("settlements")
      .select(["quotes.id as namedQuote"])
      .where("settlements.kind", "=", "UNKNOWN")
      .where("settlements.id", ">", after)
      .$if(chainId !== undefined, (query) => query.where("settlements.chainId", "=", chainId ?? 0))
      .orderBy("settlements.id")
      .limit(batchSize)
      .execute();
    for (const { namedQuote, ...row } of rows) {
      const reason: UnknownReason = namedQuote === null ? "UNKNOWN_ID" : "OTHER_TERMS";
      yield { reason, ...transactionView({ ...row, paymentId: null, terms: null }) };
    }
    const last = rows.at(-1);
    if (rows.length < batchSize || !last) return;
    after = last.id;
  }
}

/** How many there are, by chain and reason. */
export async function countUnknownSettlements(database: Database) {
  const rows = await database
    .selectFrom("settlements")
    .leftJoin("quotes", "quotes.onchainId", "settlements.onchainId")
    .select(({ fn }) => [
      "settlements.chainId",
      fn.countAll<bigint>().as("all"),
      fn.count<bigint>("quotes.id").as("otherTerms"),
    ])
    .where("settlements.kind", "=", "UNKNOWN")
    .groupBy("settlements.chainId")
    .execute();
  return rows.flatMap(({ chainId, all, otherTerms }) => [
    { chainId, reason: "UNKNOWN_ID" as UnknownReason, count: Number(all - otherTerms) },
    { chainId, reason: "OTHER_TERMS" as UnknownReason, count: Number(otherTerms) },
  ]);
}
