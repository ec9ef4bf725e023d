import { validate as isUuid } from "uuid";
import { loadPayment, PaymentStateError } from "../payments/index.ts";
import type { Chain } from "../protocol/index.ts";
import type { Database, PaymentRow, Quote } from "../store/index.ts";
import type { QuotesContext } from "./context.ts";
import { QuoteExpiredError, QuoteNotFoundError } from "./errors.ts";

/** A quote with what decides whether it can be paid, read at once. */
export type PayableQuote = { readonly quote: Quote; readonly payment: Pick<PaymentRow, "id" | "status"> };

/** A payment's quote, by one statement. Throws `PaymentNotFoundError`, `QuoteNotFoundError`. */
export async function quoteOfPayment(
  { database }: Pick<QuotesContext, "database">,
  paymentId: string,
  id: string,
): Promise<PayableQuote> {
  const found = isUuid(paymentId) && isUuid(id) ? await readQuote(database, id) : undefined;
  if (found?.payment.id === paymentId.toLowerCase()) return found;
  await loadPayment(database, paymentId);
  throw new QuoteNotFoundError(id);
}

/** A quote with the state of its payment, by one statement. */
export async function readQuote(database: Database, id: string): Promise<PayableQuote | undefined> {
  const row = await database
    .selectFrom("quotes")
    .innerJoin("payments", "payments.id", "quotes.paymentId")
    .selectAll("quotes")
    .select("payments.status")
    .where("quotes.id", "=", id)
    .executeTakeFirst();
  if (!row) return undefined;
  const { status, ...quote } = row;
  return { quote, payment: { id: quote.paymentId, status } };
}

/** Throws `PaymentStateError` or `QuoteExpiredError` unless the quote can still be paid, with time to be included. */
export function checkPayable(
  { clock }: Pick<QuotesContext, "clock">,
  chain: Chain,
  { quote, payment }: PayableQuote,
): void {
  if (payment.status !== "ACTIVE") throw new PaymentStateError(payment.status, "paid");
  checkInTime({ clock }, chain, quote);
}

/** Throws `QuoteExpiredError` unless enough of the quote's time is left to be included. */
export function checkInTime({ clock }: Pick<QuotesContext, "clock">, chain: Chain, quote: Quote): void {
  const left = quote.expiresAt.getTime() - clock().getTime();
  if (left <= timeToInclude(chain)) throw new QuoteExpiredError();
}

/** What is taken with less left would most likely miss the deadline, and fail where a fresh quote can pay. Milliseconds. */
const timeToInclude = ({ blockTime }: Chain) => 3_000 + 2 * blockTime;
