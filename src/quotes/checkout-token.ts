import { hashOfBearerToken, newBearerToken } from "../access/index.ts";
import type { Quote } from "../store/index.ts";
import type { QuotesContext } from "./context.ts";
import { CheckoutTokenError } from "./errors.ts";
import type { PayableQuote } from "./payable-quote.ts";

type Context = Pick<QuotesContext, "database" | "clock">;

/** A token opens its quote for so long. Milliseconds. */
const life = 30 * 60_000;

/** What opens one quote: a checkout token its RPC pass-through, a paymaster token its sponsorship alone. */
const prefixes = { checkout: "ct_", paymaster: "pm_" } as const;

export function isCheckoutToken(key: string): boolean {
  return key.startsWith(prefixes.checkout);
}

/** Makes a random bearer of one quote. Only its hash is stored, so it can be read here only. */
export async function issueQuoteToken(
  { database, clock }: Context,
  kind: keyof typeof prefixes,
  quoteId: string,
): Promise<string> {
  const token = newBearerToken(prefixes[kind]);
  await database
    .insertInto("checkoutTokens")
    .values({ hash: hashOfBearerToken(token), quoteId, expiresAt: new Date(clock().getTime() + life) })
    .execute();
  return token;
}

/** The quote that a checkout token is bound to, on its one chain. Throws `CheckoutTokenError`. */
export async function quoteByCheckoutToken(context: Context, token: string, chainId: number): Promise<PayableQuote> {
  const payable = await quoteByToken(context, "checkout", token);
  if (payable.quote.chainId !== chainId) throw new CheckoutTokenError();
  return payable;
}

/** The quote that a paymaster token sponsors. Throws `CheckoutTokenError`. */
export async function quoteByPaymasterToken(context: Context, token: string): Promise<Quote> {
  return (await quoteByToken(context, "paymaster", token)).quote;
}

/** Deletes tokens that open nothing any more: each time that a quote is asked for makes two. */
export async function forgetExpiredTokens({ database, clock }: Context): Promise<void> {
  await database.deleteFrom("checkoutTokens").where("expiresAt", "<=", clock()).execute();
}

async function quoteByToken(
  { database, clock }: Context,
  kind: keyof typeof prefixes,
  token: string,
): Promise<PayableQuote> {
  if (!token.startsWith(prefixes[kind])) throw new CheckoutTokenError();
  const row = await database
    .selectFrom("checkoutTokens")
    .innerJoin("quotes", "quotes.id", "checkoutTokens.quoteId")
    .innerJoin("payments", "payments.id", "quotes.paymentId")
    .selectAll("quotes")
    .select("payments.status")
    .where("checkoutTokens.hash", "=", hashOfBearerToken(token))
    .where("checkoutTokens.expiresAt", ">", clock())
    .executeTakeFirst();
  if (!row) throw new CheckoutTokenError();
  const { status, ...quote } = row;
  return { quote, payment: { id: quote.paymentId, status } };
}
