import type { Database, Quote } from "../store/index.ts";

/** The first quote of each payment that has one: of payments that are quoted as they are made, the one that their maker was shown. */
export async function firstQuotes(
  database: Database,
  paymentIds: readonly string[],
): Promise<ReadonlyMap<string, Quote>> {
  if (paymentIds.length === 0) return new Map();
  const quotes = await database
    .selectFrom("quotes")
    .selectAll()
    .distinctOn("paymentId")
    .where("paymentId", "in", [...paymentIds])
    .orderBy("paymentId")
    .orderBy("id")
    .execute();
  return new Map(quotes.map((quote) => [quote.paymentId, quote]));
}
