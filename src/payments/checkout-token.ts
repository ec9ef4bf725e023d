import { hashOfBearerToken, newBearerToken } from "../bearer-token.ts";
import type { Quote } from "../store/index.ts";
import type { PaymentsContext } from "./context.ts";
import { CheckoutTokenError } from "./errors.ts";

const prefix = "ct_";

export function isCheckoutToken(key: string): boolean {
  return key.startsWith(prefix);
}

/** Makes a random bearer of one quote. Only its hash is stored, so it can be read here only. */
export async function issueCheckoutToken(
  { database }: Pick<PaymentsContext, "database">,
  quoteId: string,
): Promise<string> {
  const token = newBearerToken(prefix);
  await database
    .insertInto("checkoutTokens")
    .values({ hash: hashOfBearerToken(token), quoteId })
    .execute();
  return token;
}

/** The quote that a checkout token is bound to, on its one chain. Throws `CheckoutTokenError`. */
export async function quoteByCheckoutToken(
  { database }: Pick<PaymentsContext, "database">,
  token: string,
  chainId: number,
): Promise<Quote> {
  const quote = await database
    .selectFrom("checkoutTokens")
    .innerJoin("quotes", "quotes.id", "checkoutTokens.quoteId")
    .selectAll("quotes")
    .where("checkoutTokens.hash", "=", hashOfBearerToken(token))
    .where("quotes.chainId", "=", chainId)
    .executeTakeFirst();
  if (!quote) throw new CheckoutTokenError();
  return quote;
}
