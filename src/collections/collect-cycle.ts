import { collectInvoice, invoiceId, mailUncollected } from "../invoices/index.ts";
import { chargeOf, periodOpening, scheduleCharge } from "../mandates/index.ts";
import { mandateUnits } from "../protocol/index.ts";
import type { BillingCycle, DatabaseTransaction, Invoice, Mandate, Subscription } from "../store/index.ts";
import type { CollectionsContext } from "./context.ts";
import { followCharge, openCollectionOf } from "./follow-charge.ts";
import { isOfPrice } from "./mandate-of.ts";

// With `follow-charge.ts`, the only writer of `collections`.

const hour = 60 * 60_000;

/**
 * How long after a cycle its charge's window may open: clocks of a time zone go forward and back, the contract's do not, and a month's last day there may be the day before its last in UTC. What opens
 * later is of the next cycle.
 */
const patienceWith = ({ unit }: Mandate) => (unit === mandateUnits.months ? 26 : 2) * hour;

/** What is collected of a cycle. */
export type Collectable = Pick<BillingCycle, "invoiceId" | "startsAt">;

/**
 * Has the invoice of a cycle charged by a mandate, once. Where nothing can be charged for it, as where the mandate's period was used up already, its customer is mailed the invoice instead, unless somebody was.
 */
export async function collectCycle(
  context: CollectionsContext,
  transaction: DatabaseTransaction,
  subscription: Subscription,
  cycle: Collectable,
  mandate: Mandate | undefined,
): Promise<void> {
  const earlier = await openCollectionOf(transaction, cycle.invoiceId);
  if (earlier) {
    // Of a wallet that pays no more: what was handed to the relayer may still be charged.
    const charge = await chargeOf(transaction, earlier.mandateId, earlier.period);
    const isFree = charge?.status === "CANCELLED" && charge.sent === 0;
    await followCharge(context, transaction, earlier, { asks: !isFree });
    if (!isFree) return;
  }
  const invoice = await collectInvoice(context, transaction, cycle.invoiceId, {});
  if (invoice.status !== "OPEN" || invoice.creditedAmount > 0n) return;
  if (mandate && (await scheduled(context, transaction, subscription, { invoice, cycle }, mandate))) return;
  if (invoice.lastMailedAt === null) await mailUncollected(context, transaction, invoice);
}

/** Answers whether there is a charge now that is to pay the invoice. */
async function scheduled(
  context: CollectionsContext,
  transaction: DatabaseTransaction,
  subscription: Subscription,
  { invoice, cycle }: { readonly invoice: Invoice; readonly cycle: Collectable },
  mandate: Mandate,
): Promise<boolean> {
  const now = context.clock();
  const isPrice = isOfPrice(mandate, subscription) && invoice.total === subscription.amount;
  const latest = new Date(cycle.startsAt.getTime() + patienceWith(mandate));
  const period = isPrice ? periodOpening(mandate, now, latest) : undefined;
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
