import type { PaymentRow } from "../store/index.ts";
import type { QuotesContext } from "./context.ts";
import type { QuoteChoice } from "./quote-payment.ts";

/** How long a quote holds a rate for who pays from a wallet. Milliseconds. */
const walletLife = 10 * 60_000;

/** The same for a transfer, which an exchange may take long to send: minutes that an organization chooses, and what holds where it chose none. */
export const transferMinutes = { least: 10, most: 60, usual: 30 } as const;

/** When a quote that is made now ends: with its payment at the latest, and not before it where no rate can move. */
export async function quoteEnd(
  context: Pick<QuotesContext, "database" | "clock" | "rates">,
  payment: PaymentRow,
  { token, transfer = false }: Pick<QuoteChoice, "token" | "transfer">,
): Promise<Date> {
  const { expiresAt, currency } = payment;
  if (context.rates.isFixed(currency, token)) return expiresAt;
  const life = transfer ? 60_000 * (await transferMinutesOf(context, payment)) : walletLife;
  return new Date(Math.min(context.clock().getTime() + life, expiresAt.getTime()));
}

async function transferMinutesOf(
  { database }: Pick<QuotesContext, "database">,
  { organizationId, mode }: Pick<PaymentRow, "organizationId" | "mode">,
): Promise<number> {
  const settings = await database
    .selectFrom("checkoutSettings")
    .select("transferQuoteMinutes")
    .where("organizationId", "=", organizationId)
    .where("mode", "=", mode)
    .executeTakeFirst();
  return settings?.transferQuoteMinutes ?? transferMinutes.usual;
}
