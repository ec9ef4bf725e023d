import { v7 as uuidv7 } from "uuid";
import type { IdempotentRun } from "../runtime/index.ts";
import type { DatabaseTransaction, Invoice, Mode, Organization, Owner } from "../store/index.ts";
import type { InvoicesContext } from "./context.ts";
import { invoiceId, newPublicId } from "./invoice-id.ts";
import { findInvoice, type LoadedInvoice, withCreditNotes } from "./load-invoice.ts";
import { mailInvoice } from "./mail-invoice.ts";
import { takeNumber } from "./number.ts";
import { type InvoiceContent, type InvoiceInput, readInvoice } from "./read-invoice.ts";

/** Creates an open invoice with the next number. Throws `InvalidPaymentError`, `ModeUnavailableError`. Run again, it answers what the earlier run created. */
export async function createInvoice(
  context: InvoicesContext,
  merchant: Organization,
  mode: Mode,
  input: InvoiceInput,
  run?: IdempotentRun,
): Promise<LoadedInvoice> {
  const { database } = context;
  const createdAt = context.clock();
  const owner = { organizationId: merchant.id, mode };
  const earlier = run?.isAgain ? await findInvoice(database, invoiceId(run.id), owner) : undefined;
  if (earlier) return withCreditNotes(database, earlier);
  const content = await readInvoice(context, merchant, mode, input, createdAt);
  const invoice = await database.transaction().execute((transaction) => {
    const id = run?.id ?? uuidv7({ msecs: createdAt.getTime() });
    return insertInvoice(context, transaction, { ...content, id, ...owner, createdAt }, input.notify ?? false);
  });
  return { invoice, creditNotes: [] };
}

/** Writes an open invoice of what was read, in a transaction of the caller's: the number is locked until its end. With `notify` its customer is mailed the request to pay it. */
export async function insertInvoice(
  context: InvoicesContext,
  transaction: DatabaseTransaction,
  { lines, taxes, sellers, metadata, ...invoice }: InvoiceContent & Pick<Invoice, "id" | "createdAt"> & Owner,
  notify: boolean,
): Promise<Invoice> {
  const created = await transaction
    .insertInto("invoices")
    .values({
      ...invoice,
      ...(await takeNumber(transaction, invoice, "INVOICE", invoice.createdAt)),
      publicId: newPublicId(),
      status: "OPEN",
      lines: JSON.stringify(lines),
      taxes: JSON.stringify(taxes),
      sellers: JSON.stringify(sellers),
      metadata: JSON.stringify(metadata),
      creditedAmount: 0n,
      receivedAmount: 0n,
      nextCheckAt: invoice.expiresAt,
      lastMailedAt: notify ? invoice.createdAt : null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  if (notify) await mailInvoice(context, transaction, created, "request");
  return created;
}
