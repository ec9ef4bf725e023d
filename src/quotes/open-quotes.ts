import type { Database, Quote } from "../store/index.ts";

/** The newest quote of each payment that can still be paid; none of a payment that has no such quote. */
export async function openQuotes(
  database: Database,
  paymentIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, Quote>> {
  if (paymentIds.length === 0) return new Map();
  const quotes = await database
    .selectFrom("quotes")
    .selectAll()
    .distinctOn("paymentId")
    .where("paymentId", "in", [...paymentIds])
    .where("expiresAt", ">", now)
    .orderBy("paymentId")
    .orderBy("id", "desc")
    .execute();
  return new Map(quotes.map((quote) => [quote.paymentId, quote]));
}

/** The newest quote of a payment, whether it can still be paid or not. */
export async function newestQuote(database: Database, paymentId: string): Promise<Quote | undefined> {
  return database
    .selectFrom("quotes")
    .selectAll()
    .where("paymentId", "=", paymentId)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}
