import { deleteQuotes } from "../quotes/index.ts";
import type { DepositsContext } from "./context.ts";

/** Quotes forgotten at a time. */
const batchSize = 500;

/**
 * Deletes quotes that nothing came of: their payment has ended, or they themselves have and their chain has been read past it; their watches are over on every
 * chain, and no attempt, settlement or deposit names them. Answers how many there were.
 */
export async function forgetQuotes({ database, clock }: Pick<DepositsContext, "database" | "clock">): Promise<number> {
  return database.transaction().execute(async (transaction) => {
    const rows = await transaction
      .selectFrom("quotes")
      .innerJoin("payments", "payments.id", "quotes.paymentId")
      .select("quotes.id")
      .where((row) =>
        row.or([
          row("payments.status", "not in", ["ACTIVE", "PROCESSING"]),
          row.and([
            row("quotes.expiresAt", "<", clock()),
            row.exists(
              row
                .selectFrom("chainCursors")
                .select("chainId")
                .whereRef("chainCursors.chainId", "=", "quotes.chainId")
                .whereRef("chainCursors.blockTime", ">", "quotes.expiresAt"),
            ),
          ]),
        ]),
      )
      .where((row) =>
        row.or([row("payments.quoteId", "is", null), row("payments.quoteId", "!=", row.ref("quotes.id"))]),
      )
      .where(({ exists, not, selectFrom }) => {
        const none = (query: Parameters<typeof exists>[0]) => not(exists(query));
        const watches = selectFrom("depositWatches")
          .select("chainId")
          .whereRef("depositWatches.quoteId", "=", "quotes.id");
        return exists(watches).and(none(watches.where("depositWatches.nextScanAt", "is not", null)));
      })
      .where(({ exists, not, selectFrom, and }) =>
        and([
          not(exists(selectFrom("attempts").select("id").whereRef("attempts.quoteId", "=", "quotes.id"))),
          not(exists(selectFrom("sponsorships").select("id").whereRef("sponsorships.quoteId", "=", "quotes.id"))),
          not(exists(selectFrom("settlements").select("id").whereRef("settlements.quoteId", "=", "quotes.id"))),
          not(exists(selectFrom("relays").select("id").whereRef("relays.quoteId", "=", "quotes.id"))),
          not(exists(selectFrom("userOperations").select("hash").whereRef("userOperations.quoteId", "=", "quotes.id"))),
          not(
            exists(
              selectFrom("observedDeposits").select("chainId").whereRef("observedDeposits.quoteId", "=", "quotes.id"),
            ),
          ),
        ]),
      )
      .limit(batchSize)
      .execute();
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return 0;
    await transaction.deleteFrom("depositWatches").where("quoteId", "in", ids).execute();
    await deleteQuotes(transaction, ids);
    return ids.length;
  });
}
