import { type Consumer, consume, type DomainEvent } from "../events/index.ts";
import type { PaymentEventData } from "../payments/index.ts";
import { changeInvoice, lockInvoice } from "./change-invoice.ts";
import type { InvoicesContext } from "./context.ts";
import { invoiceSourceType, uuidOfInvoice } from "./invoice-id.ts";

const batchSize = 200;

/** Hears of what becomes of payments, and brings the invoices that asked for them up to it. Answers whether there may be more. */
export async function hearPayments(context: InvoicesContext): Promise<boolean> {
  const handle: Consumer["handle"] = async (transaction, events) => {
    const ids = new Set(events.flatMap((event) => uuidOfInvoice(sourceIdOf(event) ?? "") ?? []));
    // In one order everywhere, so that no two transactions wait for each other.
    for (const id of [...ids].sort()) await changeInvoice(context, transaction, await lockInvoice(transaction, id));
  };
  return (await consume(context.database, { name: "invoices", batchSize, handle })) === batchSize;
}

/** The invoice that the payment of an event is of; undefined for all other events. */
function sourceIdOf({ subject, data }: DomainEvent): string | undefined {
  if (subject.type !== "payment") return undefined;
  const { source } = (data as PaymentEventData).payment;
  return source?.type === invoiceSourceType ? source.id : undefined;
}
