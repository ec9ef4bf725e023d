import type { DatabaseTransaction, Quote } from "../store/index.ts";

/**
 * The quote that is given instead of a new one: the same terms, or the newest of the same choice with at least half of its time left. Where rates move, each second
 * would have terms of its own, and whoever knows a payment's URL could ask for another quote each time.
 */
export async function findShared(transaction: DatabaseTransaction, wanted: Quote): Promise<Quote | undefined> {
  const { paymentId, onchainId, chainId, router, token, refundTo, createdAt, expiresAt } = wanted;
  const halfWay = new Date((createdAt.getTime() + expiresAt.getTime()) / 2);
  return transaction
    .selectFrom("quotes")
    .selectAll()
    .where("paymentId", "=", paymentId)
    .where((row) =>
      row.or([
        row("onchainId", "=", onchainId),
        row.and([
          row("chainId", "=", chainId),
          row("router", "=", router),
          row("token", "=", token),
          refundTo === null ? row("refundTo", "is", null) : row("refundTo", "=", refundTo),
          row("expiresAt", ">=", halfWay),
          // One that holds its rate for longer was asked for by whoever needs that.
          row("expiresAt", "<=", expiresAt),
        ]),
      ]),
    )
    .orderBy(({ eb }) => eb("onchainId", "=", onchainId), "desc")
    .orderBy("createdAt", "desc")
    .limit(1)
    .executeTakeFirst();
}
