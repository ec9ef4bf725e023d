import { validate as isUuid } from "uuid";
import type { Database, DatabaseTransaction, Owner, PaymentRow, Quote } from "../store/index.ts";
import { PaymentNotFoundError } from "./errors.ts";

/** A payment with the quote it was, or is being, paid under. */
export type LoadedPayment = { readonly payment: PaymentRow; readonly quote: Quote | null };

/**
 * Throws `PaymentNotFoundError` where there is none, or it is not the owner's. The owner is left out inside the domain, where the id comes from
 * our own rows.
 */
export async function loadPayment(
  database: Database | DatabaseTransaction,
  id: string,
  owner?: Owner,
): Promise<LoadedPayment> {
  const found = isUuid(id) ? await findPayment(database, id, owner) : undefined;
  if (!found) throw new PaymentNotFoundError(id);
  return found;
}

export async function findPayment(
  database: Database | DatabaseTransaction,
  id: string,
  owner?: Owner,
): Promise<LoadedPayment | undefined> {
  let query = database.selectFrom("payments").selectAll().where("id", "=", id);
  if (owner) query = query.where("merchantId", "=", owner.merchantId).where("mode", "=", owner.mode);
  const payment = await query.executeTakeFirst();
  return payment && { payment, quote: await quoteOf(database, payment) };
}

async function quoteOf(database: Database | DatabaseTransaction, { quoteId }: PaymentRow): Promise<Quote | null> {
  if (quoteId === null) return null;
  const quote = await database.selectFrom("quotes").selectAll().where("id", "=", quoteId).executeTakeFirst();
  return quote ?? null;
}
