import type { IdempotentRun } from "../runtime/index.ts";
import type { DatabaseTransaction, Invoice, Owner } from "../store/index.ts";
import type { InvoicesContext } from "./context.ts";
import { openForChange } from "./end-invoice.ts";
import { InvoiceMailedError, InvoiceStateError, InvoiceWithoutMailError, NoMailServerError } from "./errors.ts";
import { type LoadedInvoice, loadInvoice } from "./load-invoice.ts";
import { mailInvoice } from "./mail-invoice.ts";
import { isOpen } from "./state.ts";

const minute = 60_000;
/** Between two mails that a merchant asks for, and how many of them there are: nobody's mailbox is filled from here. */
const leastPause = 10 * minute;
const mostMails = 10;

/**
 * Mails a customer the request to pay an invoice again, or a reminder. Throws `InvoiceNotFoundError`, `InvoiceStateError`, `InvoiceWithoutMailError`, `InvoiceMailedError`,
 * `NoMailServerError`. Run again, it is done already.
 */
export async function askCustomer(
  context: InvoicesContext,
  id: string,
  kind: "request" | "reminder",
  owner: Owner,
  run?: IdempotentRun,
): Promise<LoadedInvoice> {
  const now = context.clock();
  await context.database.transaction().execute(async (transaction) => {
    const invoice = await openForChange(context, transaction, id, owner);
    if (!context.sendsMail) throw new NoMailServerError();
    if (invoice.customerEmail === null) throw new InvoiceWithoutMailError();
    if (!isOpen(invoice.status) || invoice.status === "PROCESSING") {
      throw new InvoiceStateError(invoice.status, `The invoice is ${invoice.status}: there is nothing to ask for.`);
    }
    const pauseEnd = (invoice.lastMailedAt?.getTime() ?? -leastPause) + leastPause;
    // Whoever runs it again does so within the pause.
    if (run?.isAgain && pauseEnd > now.getTime()) return;
    if (invoice.mailCount >= mostMails) throw new InvoiceMailedError(null);
    if (pauseEnd > now.getTime()) throw new InvoiceMailedError(Math.ceil((pauseEnd - now.getTime()) / 1_000));
    await mailInvoice(context, transaction, invoice, kind);
    await countMail(transaction, invoice, now);
  });
  return loadInvoice(context.database, id, owner);
}

async function countMail(transaction: DatabaseTransaction, { id }: Invoice, lastMailedAt: Date): Promise<void> {
  await transaction
    .updateTable("invoices")
    .set((row) => ({ lastMailedAt, mailCount: row("mailCount", "+", 1) }))
    .where("id", "=", id)
    .execute();
}
