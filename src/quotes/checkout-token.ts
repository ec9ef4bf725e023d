import { hashOfBearerToken, newBearerToken } from "../access/index.ts";
import type { Quote } from "../store/index.ts";
import type { QuotesContext } from "./context.ts";
import { CheckoutTokenError } from "./errors.ts";

type Context = Pick<QuotesContext, "database">;

/** What opens one quote: a checkout token its RPC pass-through, a paymaster token its sponsorship alone. */
const prefixes = { checkout: "ct_", paymaster: "pm_" } as const;

export function isCheckoutToken(key: string): boolean {
  return key.startsWith(prefixes.checkout);
}

/** Makes a random bearer of one quote. Only its hash is stored, so it can be read here only. */
export async function issueQuoteToken(
  { database }: Context,
  kind: keyof typeof prefixes,
  quoteId: string,
): Promise<string> {
  const token = newBearerToken(prefixes[kind]);
  await database
    .insertInto("checkoutTokens")
    .values({ hash: hashOfBearerToken(token), quoteId })
    .execute();
  return token;
}

/** The quote that a checkout token is bound to, on its one chain. Throws `CheckoutTokenError`. */
export async function quoteByCheckoutToken(context: Context, token: string, chainId: number): Promise<Quote> {
  const quote = await quoteByToken(context, "checkout", token);
  if (quote.chainId !== chainId) throw new CheckoutTokenError();
  return quote;
}

/** The quote that a paymaster token sponsors. Throws `CheckoutTokenError`. */
export async function quoteByPaymasterToken(context: Context, token: string): Promise<Quote> {
  return quoteByToken(context, "paymaster", token);
}

async function quoteByToken({ database }: Context, kind: keyof typeof prefixes, token: string): Promise<Quote> {
  if (!token.startsWith(prefixes[kind])) throw new CheckoutTokenError();
  const quote = await database
    .selectFrom("checkoutTokens")
    .innerJoin("quotes", "quotes.id", "checkoutTokens.quoteId")
    .selectAll("quotes")
    .where("checkoutTokens.hash", "=", hashOfBearerToken(token))
    .executeTakeFirst();
  if (!quote) throw new CheckoutTokenError();
  return quote;
}
