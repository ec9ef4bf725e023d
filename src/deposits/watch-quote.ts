import { lockPayment } from "../payments/index.ts";
import { type Chain, depositAddressOf, termsFromJson } from "../protocol/index.ts";
import type { DatabaseTransaction, Quote } from "../store/index.ts";

/** Open quotes of one payment that are watched closely. Anybody may ask for quotes of a payment, and honest payers need few. */
const mostOpen = 20;

/** The same with those that are over. A rate that moves makes a new quote every few minutes, for as long as the payment is open. */
const mostWatched = 200;

/** Begins to watch a new quote's deposit address on every chain: money sent on a wrong one arrives at the same address there. */
export async function watchQuote(
  { chains }: { readonly chains: readonly Pick<Chain, "id">[] },
  transaction: DatabaseTransaction,
  { id: quoteId, paymentId, router, terms, createdAt }: Quote,
): Promise<void> {
  const address = depositAddressOf(termsFromJson(terms), router);
  await lockPayment(transaction, paymentId);
  await transaction
    .insertInto("depositWatches")
    .values(chains.map(({ id }) => ({ quoteId, chainId: id, address, nextScanAt: createdAt })))
    .execute();
  await coolOldest(transaction, paymentId, createdAt);
}

/**
 * Where a payment has more quotes, the oldest that hold nothing cool down: they stay payable in every way, their addresses are scanned less often, and they are forgotten
 * sooner. Deleted, money on its way to one would be lost.
 */
async function coolOldest(transaction: DatabaseTransaction, paymentId: string, now: Date): Promise<void> {
  const watched = await transaction
    .selectFrom("quotes")
    .innerJoin("payments", "payments.id", "quotes.paymentId")
    .select(["quotes.id", "quotes.expiresAt", "payments.quoteId"])
    .select(({ exists, selectFrom, or }) =>
      or([
        exists(selectFrom("attempts").select("id").whereRef("attempts.quoteId", "=", "quotes.id")),
        exists(selectFrom("sponsorships").select("id").whereRef("sponsorships.quoteId", "=", "quotes.id")),
        exists(selectFrom("observedDeposits").select("chainId").whereRef("observedDeposits.quoteId", "=", "quotes.id")),
      ]).as("holds"),
    )
    .where("quotes.paymentId", "=", paymentId)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("depositWatches")
          .select("chainId")
          .whereRef("depositWatches.quoteId", "=", "quotes.id")
          .where("depositWatches.cooled", "=", false),
      ),
    )
    .orderBy("quotes.createdAt")
    .orderBy("quotes.id")
    .execute();
  const excessOf = (quotes: typeof watched, most: number) => {
    const excess = quotes.length - most;
    const holdsNothing = quotes.filter(({ id, quoteId, holds }) => !holds && id !== quoteId);
    // The newest is the one that was asked for.
    return holdsNothing.slice(0, Math.max(0, Math.min(excess, holdsNothing.length - 1))).map(({ id }) => id);
  };
  const open = watched.filter(({ expiresAt }) => expiresAt > now);
  const cooled = [...excessOf(open, mostOpen), ...excessOf(watched, mostWatched)];
  if (cooled.length === 0) return;
  await transaction
    .updateTable("depositWatches")
    .set({ cooled: true, hot: false })
    .where("quoteId", "in", cooled)
    .execute();
}
