import { createHash, randomBytes } from "node:crypto";
import type { Quote } from "../store/index.ts";
import type { PaymentsContext } from "./context.ts";
import { CheckoutTokenError } from "./errors.ts";

const prefix = "ct_";

/** Makes a random bearer of one quote. Only its hash is stored, so it can be read here only. */
export async function issueCheckoutToken(
  { database }: Pick<PaymentsContext, "database">,
  quoteId: string,
): Promise<string> {
  const token = prefix + randomBytes(32).toString("base64url");
  await database
    .insertInto("checkoutTokens")
    .values({ hash: hashOf(token), quoteId })
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
    .where("checkoutTokens.hash", "=", hashOf(token))
    .where("quotes.chainId", "=", chainId)
    .executeTakeFirst();
  if (!quote) throw new CheckoutTokenError();
  return quote;
}

// A random 256-bit token needs no slow hash.
function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
