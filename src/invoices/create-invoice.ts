import { v7 as uuidv7 } from "uuid";
import type { IdempotentRun } from "../runtime/index.ts";
import type { Mode, Organization } from "../store/index.ts";
import type { InvoicesContext } from "./context.ts";
import { invoiceId, newPublicId } from "./invoice-id.ts";
import { findInvoice, type LoadedInvoice, withCreditNotes } from "./load-invoice.ts";
import { mailInvoice } from "./mail-invoice.ts";
import { takeNumber } from "./number.ts";
import { type InvoiceInput, readInvoice } from "./read-invoice.ts";

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
  const { lines, taxes, sellers, metadata, ...content } = await readInvoice(context, merchant, mode, input, createdAt);
  const invoice = await database.transaction().execute(async (transaction) => {
    const created = await transaction
      .insertInto("invoices")
      .values({
        id: run?.id ?? uuidv7({ msecs: createdAt.getTime() }),
        ...owner,
        ...content,
        ...(await takeNumber(transaction, owner, "INVOICE", createdAt)),
        publicId: newPublicId(),
        status: "OPEN",
        lines: JSON.stringify(lines),
        taxes: JSON.stringify(taxes),
        sellers: JSON.stringify(sellers),
        metadata: JSON.stringify(metadata),
        creditedAmount: 0n,
        receivedAmount: 0n,
        nextCheckAt: content.expiresAt,
        lastMailedAt: input.notify ? createdAt : null,
        createdAt,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    if (input.notify) await mailInvoice(context, transaction, created, "request");
    return created;
  });
  return { invoice, creditNotes: [] };
}
