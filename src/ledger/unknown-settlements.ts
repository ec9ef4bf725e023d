import type { Database } from "../store/index.ts";
import { transactionView } from "./list-transactions.ts";

/**
 * Why a settlement is credited to nobody. OTHER_ROUTER: a quote was settled at a router that is not its own. OTHER_TERMS cannot come from our
 * router: something is very wrong where it is above zero.
 */
export type UnknownReason = "UNKNOWN_ID" | "OTHER_ROUTER" | "OTHER_TERMS";

/** What a row of nobody is shown with. */
const ofNobody = {
  paymentId: null,
  terms: null,
  feeBasisPoints: null,
  mandateId: null,
  mandateParts: null,
  mandateFee: null,
} as const;

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
      .select(["quotes.id as namedQuote", "quotes.router as ownRouter"])
      .where("settlements.kind", "=", "UNKNOWN")
      .where("settlements.id", ">", after)
      .$if(chainId !== undefined, (query) => query.where("settlements.chainId", "=", chainId ?? 0))
      .orderBy("settlements.id")
      .limit(batchSize)
      .execute();
    for (const { namedQuote, ownRouter, ...row } of rows) {
      const isElsewhere = row.router !== null && row.router !== ownRouter;
      const reason: UnknownReason = namedQuote === null ? "UNKNOWN_ID" : isElsewhere ? "OTHER_ROUTER" : "OTHER_TERMS";
      yield { reason, ...transactionView({ ...row, ...ofNobody }) };
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
      fn.count<bigint>("quotes.id").as("named"),
      fn.count<bigint>("quotes.id").filterWhereRef("settlements.router", "!=", "quotes.router").as("otherRouter"),
    ])
    .where("settlements.kind", "=", "UNKNOWN")
    .groupBy("settlements.chainId")
    .execute();
  return rows.flatMap(({ chainId, all, named, otherRouter }) => [
    { chainId, reason: "UNKNOWN_ID" as UnknownReason, count: Number(all - named) },
    { chainId, reason: "OTHER_ROUTER" as UnknownReason, count: Number(otherRouter) },
    { chainId, reason: "OTHER_TERMS" as UnknownReason, count: Number(named - otherRouter) },
  ]);
}
