import { collectInvoice, invoiceId, mailUncollected } from "../invoices/index.ts";
import { chargeOf, periodAround, scheduleCharge } from "../mandates/index.ts";
import type { DatabaseTransaction, Invoice, Mandate, Subscription } from "../store/index.ts";
import type { CollectionsContext } from "./context.ts";
import { followCharge, openCollectionOf } from "./follow-charge.ts";
import { isOfPrice } from "./mandate-of.ts";

// With `follow-charge.ts`, the only writer of `collections`.

/** How long after its invoice a charge's window may open: clocks of a time zone go forward and back, the contract's do not. */
const patience = 24 * 60 * 60_000;

/**
 * Has the invoice of a cycle charged by a mandate, once. Where nothing can be charged for it, as where the mandate's period was used up already, its customer is mailed the invoice instead, unless somebody was.
 */
export async function collectCycle(
  context: CollectionsContext,
  transaction: DatabaseTransaction,
  subscription: Subscription,
  invoiceUuid: string,
  mandate: Mandate | undefined,
): Promise<void> {
  const earlier = await openCollectionOf(transaction, invoiceUuid);
  if (earlier) {
    // Of a wallet that pays no more: what was handed to the relayer may still be charged.
    const charge = await chargeOf(transaction, earlier.mandateId, earlier.period);
    const isFree = charge?.status === "CANCELLED" && charge.sent === 0;
    await followCharge(context, transaction, earlier, { asks: !isFree });
    if (!isFree) return;
  }
  const invoice = await collectInvoice(context, transaction, invoiceUuid, {});
  if (invoice.status !== "OPEN" || invoice.creditedAmount > 0n) return;
  if (mandate && (await scheduled(context, transaction, subscription, invoice, mandate))) return;
  if (invoice.lastMailedAt === null) await mailUncollected(context, transaction, invoice);
}

/** Answers whether there is a charge now that is to pay the invoice. */
async function scheduled(
  context: CollectionsContext,
  transaction: DatabaseTransaction,
  subscription: Subscription,
  invoice: Invoice,
  mandate: Mandate,
): Promise<boolean> {
  const now = context.clock();
  const isPrice = isOfPrice(mandate, subscription) && invoice.total === subscription.amount;
  const period = isPrice ? periodAround(mandate, now, patience) : undefined;
  if (period === undefined) return false;
  const { isNew } = await scheduleCharge(transaction, mandate, { period, amount: mandate.maxAmount }, now);
  if (!isNew) return false;
  const columns = {
    subscriptionId: subscription.id,
    mandateId: mandate.id,
    period,
    amount: subscription.amount,
    isOpen: true,
    mailedAt: null,
  };
  const collection = await transaction
    .insertInto("collections")
    .values({ ...columns, invoiceId: invoice.id, sourceId: invoiceId(invoice.id), createdAt: now })
    .onConflict((conflict) => conflict.column("invoiceId").doUpdateSet(columns))
    .returningAll()
    .executeTakeFirstOrThrow();
  await followCharge(context, transaction, collection);
  return true;
}
