import { v7 as uuidv7 } from "uuid";
import type { Actor } from "../access/index.ts";
import { InvalidPaymentError } from "../payments/index.ts";
import { formatPrice, InvalidDecimalError, parseFiatAmount } from "../protocol/index.ts";
import type { IdempotentRun } from "../runtime/index.ts";
import type { Invoice, Owner } from "../store/index.ts";
import { changeInvoice } from "./change-invoice.ts";
import { checkInvoice } from "./check-invoice.ts";
import type { InvoicesContext } from "./context.ts";
import { openForChange, recordInvoiceChange } from "./end-invoice.ts";
import { CreditExceedsTotalError, InvoiceStateError, InvoiceUnderWayError } from "./errors.ts";
import { type LoadedInvoice, loadInvoice } from "./load-invoice.ts";
import { numberText, takeNumber } from "./number.ts";

// The only writer of `creditNotes`.

export type CreditInput = {
  /** A decimal string; left out: all that is not credited yet. */
  readonly amount?: string | null | undefined;
  readonly reason: string;
};

/**
 * Takes a part of an invoice back, or all: so much less is to be paid. What was paid already goes back by a refund of its payment. Throws `InvoiceNotFoundError`,
 * `InvoiceStateError`, `InvoiceUnderWayError`, `CreditExceedsTotalError`, `InvalidPaymentError`. Run again, it is done already.
 */
export async function creditInvoice(
  context: InvoicesContext,
  id: string,
  { amount, reason }: CreditInput,
  owner: Owner,
  actor: Actor,
  run?: IdempotentRun,
): Promise<LoadedInvoice> {
  const credited = await context.database.transaction().execute(async (transaction) => {
    const current = await openForChange(context, transaction, id, owner);
    if (run?.isAgain) {
      const row = transaction.selectFrom("creditNotes").select("id").where("id", "=", run.id);
      if (await row.executeTakeFirst()) return current;
    }
    if (current.status === "PROCESSING") throw new InvoiceUnderWayError();
    const taken = readCredit(current, amount);
    const now = context.clock();
    const numbered = await takeNumber(transaction, owner, "CREDIT_NOTE", now);
    const { organizationId, mode } = owner;
    await transaction
      .insertInto("creditNotes")
      .values({
        id: run?.id ?? uuidv7({ msecs: now.getTime() }),
        invoiceId: current.id,
        organizationId,
        mode,
        ...numbered,
        amount: taken,
        reason,
        createdAt: now,
      })
      .execute();
    const creditedAmount = current.creditedAmount + taken;
    const invoice = await changeInvoice(context, transaction, current, { creditedAmount });
    const note = { creditNote: numberText("CREDIT_NOTE", { mode, ...numbered }) };
    await recordInvoiceChange(transaction, "invoice.credited", invoice, { status: current.status }, actor, now, note);
    return invoice;
  });
  await checkInvoice(context, credited);
  return loadInvoice(context.database, id, owner);
}

function readCredit({ total, creditedAmount, currency, status }: Invoice, text: string | null | undefined): bigint {
  if (status === "VOID") throw new InvoiceStateError(status, "The invoice is VOID: there is nothing to take back.");
  if (total === null) {
    throw new InvoiceStateError(status, "Where the payer chooses the amount there is nothing to take back.");
  }
  const available = total - creditedAmount;
  const taken = text == null ? available : parseCredit(text, currency);
  if (taken > available || available === 0n) throw new CreditExceedsTotalError(formatPrice(available, currency));
  return taken;
}

function parseCredit(text: string, currency: Invoice["currency"]): bigint {
  const refuse = (message: string) => new InvalidPaymentError([{ path: ["amount"], message }]);
  try {
    const amount = parseFiatAmount(text, currency);
    if (amount === 0n) throw refuse("The amount must be above zero.");
    return amount;
  } catch (error) {
    if (error instanceof InvalidDecimalError) throw refuse(error.message);
    throw error;
  }
}
