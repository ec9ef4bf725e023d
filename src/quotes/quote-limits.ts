import type { DatabaseTransaction, Quote } from "../store/index.ts";
import type { QuotesContext } from "./context.ts";
import { TooManyQuotesError } from "./errors.ts";

/**
 * Each `refundTo` makes terms of its own, so that whoever knows a payment's URL could make quotes without end. Those without one are few, since they are shared, and
 * are never refused: nobody can keep others from paying.
 */
export const quoteLimits = {
  /** Of one payment, until they are deleted. */
  ofPayment: 200,
  /** The same where an address asks for its first ones: whoever fills the others keeps no other payer from a transfer. */
  withReserve: 1_000,
  /** So many of an address come from that reserve. */
  reservedPerAddress: 2,
  /** Open ones of one payment, from one network address. */
  ofPaymentAndAddress: 20,
} as const;

/** Throws `TooManyQuotesError` where one more quote with this `refundTo` would be too many. */
export async function checkQuoteLimits(
  { mostOpenPerAddress }: Pick<QuotesContext, "mostOpenPerAddress">,
  transaction: DatabaseTransaction,
  quote: Quote,
): Promise<void> {
  const { paymentId, refundTo, requestedFrom, createdAt } = quote;
  if (refundTo === null) return;
  const ofPayment = quotesIn(transaction).where("paymentId", "=", paymentId).where("refundTo", "is not", null);
  const open = await count(ofPayment);
  if (open >= quoteLimits.ofPayment) {
    const fromReserve = requestedFrom !== null && open < quoteLimits.withReserve;
    const ofAsker = fromReserve ? await count(ofPayment.where("requestedFrom", "=", requestedFrom)) : 0;
    if (!fromReserve || ofAsker >= quoteLimits.reservedPerAddress) throw new TooManyQuotesError("of this payment");
  }
  if (requestedFrom === null) return;
  const ofAddress = quotesIn(transaction).where("requestedFrom", "=", requestedFrom).where("expiresAt", ">", createdAt);
  if ((await count(ofAddress.where("paymentId", "=", paymentId))) >= quoteLimits.ofPaymentAndAddress)
    throw new TooManyQuotesError("of this payment from your network address");
  if ((await count(ofAddress)) >= mostOpenPerAddress) throw new TooManyQuotesError("from your network address");
}

type Quotes = ReturnType<typeof quotesIn>;
const quotesIn = (transaction: DatabaseTransaction) => transaction.selectFrom("quotes");

async function count(quotes: Quotes): Promise<number> {
  const { rows } = await quotes.select(({ fn }) => fn.countAll().as("rows")).executeTakeFirstOrThrow();
  return Number(rows);
}
