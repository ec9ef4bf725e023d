import { appendEvent } from "../events/index.ts";
import type { InvoiceEventType } from "../protocol/index.ts";
import type { DatabaseTransaction, Invoice } from "../store/index.ts";
import { type InvoiceSnapshot, invoiceSnapshot } from "./invoice-snapshot.ts";
import { withCreditNotes } from "./load-invoice.ts";

/** What events are about. */
export const invoiceSubject = "invoice";

/** What an event about an invoice holds: all that a view of it needs, as it was when the event was written. */
export type InvoiceEventData = { readonly invoice: InvoiceSnapshot };

/** Writes an event about an invoice, in the transaction of the change that it announces. */
export async function recordInvoiceEvent(
  transaction: DatabaseTransaction,
  invoice: Invoice,
  type: InvoiceEventType,
  now: Date,
): Promise<void> {
  const { id, organizationId, mode } = invoice;
  const data: InvoiceEventData = { invoice: invoiceSnapshot(await withCreditNotes(transaction, invoice)) };
  await appendEvent(transaction, { organizationId, mode, subject: { type: invoiceSubject, id }, type, data }, now);
}
