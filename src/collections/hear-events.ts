import { type Consumer, consume, type DomainEvent } from "../events/index.ts";
import { type InvoiceEventData, invoiceSubject, uuidOfInvoice } from "../invoices/index.ts";
import { cancelWithin, type MandateEventData, mandateSubject } from "../mandates/index.ts";
import type { DatabaseTransaction } from "../store/index.ts";
import {
  changeSubscriptionWithin,
  endsLater,
  findSubscription,
  loadSubscription,
  type SubscriptionEventData,
  subscriptionSubject,
} from "../subscriptions/index.ts";
import { collectCycle } from "./collect-cycle.ts";
import type { CollectionsContext } from "./context.ts";
import { collectionOf, followCharge, openCollectionOf } from "./follow-charge.ts";
import { mandatesOf, subscriptionSourceType } from "./mandate-of.ts";
import { withdraw } from "./withdraw.ts";

const batchSize = 50;

type Heard = { readonly context: CollectionsContext; readonly transaction: DatabaseTransaction };

/** Hears of what becomes of subscriptions, mandates and invoices, and does for each what the others ask for. Answers whether there may be more. */
export async function hearEvents(context: CollectionsContext): Promise<boolean> {
  const handle: Consumer["handle"] = async (transaction, events) => {
    for (const event of events) await hear({ context, transaction }, event);
  };
  return (await consume(context.database, { name: "collections", batchSize, handle })) === batchSize;
}

async function hear(heard: Heard, event: DomainEvent): Promise<void> {
  if (event.subject.type === subscriptionSubject) await hearSubscription(heard, event);
  else if (event.subject.type === mandateSubject) await hearMandate(heard, event);
  else if (event.subject.type === invoiceSubject) await hearInvoice(heard, event);
}

async function hearSubscription({ context, transaction }: Heard, event: DomainEvent): Promise<void> {
  const owner = { organizationId: event.organizationId, mode: event.mode };
  const { latestCycle: cycle, id } = (event.data as SubscriptionEventData).subscription;
  if (event.type === "subscription.invoiced" && cycle !== null) {
    const { subscription } = await loadSubscription(transaction, id, owner);
    const [mandate] = await mandatesOf(transaction, subscription, "ACTIVE");
    // At first the page leads to the invoice, or to a mandate's page.
    if (!mandate && subscription.activatedAt === null) return;
    const collectable = { invoiceId: uuidOfInvoice(cycle.invoiceId) ?? "", startsAt: new Date(cycle.startsAt) };
    await collectCycle(context, transaction, subscription, collectable, mandate);
  } else if (event.type === "subscription.cancelled") {
    const { subscription } = await loadSubscription(transaction, id, owner);
    for (const status of ["ACTIVE", "PENDING"] as const) {
      for (const mandate of await mandatesOf(transaction, subscription, status)) {
        await cancelWithin(transaction, mandate.id, context.clock());
      }
    }
  }
}

async function hearMandate({ context, transaction }: Heard, event: DomainEvent): Promise<void> {
  const { mandate, charge } = event.data as MandateEventData;
  if (mandate.source?.type !== subscriptionSourceType) return;
  const uuid = event.subject.id;
  if (charge !== null) {
    const collection = await collectionOf(transaction, uuid, charge.period);
    if (collection) await followCharge(context, transaction, collection);
    return;
  }
  const owner = { organizationId: event.organizationId, mode: event.mode };
  const subscription = await findSubscription(transaction, mandate.source.id, owner);
  if (!subscription) return;
  const live = await mandatesOf(transaction, subscription, "ACTIVE");
  if (event.type === "mandate.signed") {
    const [newest, ...earlier] = live;
    // Another wallet pays from now on.
    for (const { id } of earlier) await cancelWithin(transaction, id, context.clock());
    const { cycle } = await loadSubscription(transaction, mandate.source.id, owner);
    if (newest && cycle?.status === "OPEN") await collectCycle(context, transaction, subscription, cycle, newest);
  } else if (event.type === "mandate.cancelled" && mandate.cancelledBy === "PAYER" && live.length === 0) {
    const action = { type: "cancel", atPeriodEnd: endsLater(subscription) } as const;
    await changeSubscriptionWithin(context, transaction, mandate.source.id, action, owner, "customer");
  }
}

/** What closes an invoice, or makes less of it, leaves nothing to charge. */
async function hearInvoice({ context, transaction }: Heard, event: DomainEvent): Promise<void> {
  const { status, creditedAmount } = (event.data as InvoiceEventData).invoice;
  if (status === "OPEN" && BigInt(creditedAmount) === 0n) return;
  const collection = await openCollectionOf(transaction, event.subject.id);
  if (collection) await withdraw(context, transaction, collection);
}
