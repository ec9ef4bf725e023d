import { type Actor, recordChange } from "../access/index.ts";
import type { IdempotentRun } from "../runtime/index.ts";
import type { DatabaseTransaction, Invoice, InvoiceStatus, Owner } from "../store/index.ts";
import { changeInvoice, lockInvoice } from "./change-invoice.ts";
import { checkInvoice } from "./check-invoice.ts";
import type { InvoicesContext } from "./context.ts";
import { InvoiceNotFoundError, InvoiceStateError, InvoiceUnderWayError } from "./errors.ts";
import { invoiceId } from "./invoice-id.ts";
import { findInvoice, type LoadedInvoice, loadInvoice } from "./load-invoice.ts";

type Ending = {
  /** Its entry in the audit log. */
  readonly action: `invoice.${string}`;
  readonly ends: (invoice: Invoice, now: Date) => Parameters<typeof changeInvoice>[3];
  readonly isEnded: (invoice: Invoice) => boolean;
  /** Throws `InvoiceStateError`. */
  readonly check: (invoice: Invoice) => void;
};

const refuseUnless = (invoice: Invoice, allowed: readonly InvoiceStatus[], message: string): void => {
  if (!allowed.includes(invoice.status)) throw new InvoiceStateError(invoice.status, message);
};

const endings = {
  void: {
    action: "invoice.voided",
    ends: (_invoice, voidedAt) => ({ voidedAt }),
    isEnded: ({ voidedAt }) => voidedAt !== null,
    check: (invoice) => {
      const allowed = invoice.receivedAmount === 0n ? (["OPEN", "EXPIRED"] as const) : [];
      const message = `The invoice is ${invoice.status}: only one that nothing has come for can be voided. Make a credit note.`;
      refuseUnless(invoice, allowed, message);
    },
  },
  expire: {
    action: "invoice.expired",
    ends: (_invoice, expiredAt) => ({ expiredAt }),
    isEnded: ({ expiredAt }) => expiredAt !== null,
    check: (invoice) =>
      refuseUnless(invoice, ["OPEN", "PARTIALLY_PAID"], `The invoice is ${invoice.status}: only an open one expires.`),
  },
  settle: {
    action: "invoice.settled",
    ends: (_invoice, settledAt) => ({ settledAt }),
    isEnded: ({ settledAt }) => settledAt !== null,
    check: (invoice) => {
      const allowed = invoice.receivedAmount > 0n ? (["PARTIALLY_PAID", "EXPIRED"] as const) : [];
      const message = `The invoice is ${invoice.status}: only one that was paid in part can be settled.`;
      refuseUnless(invoice, allowed, message);
    },
  },
} satisfies Readonly<Record<string, Ending>>;

export type InvoiceEnding = keyof typeof endings;

/**
 * Ends an invoice: takes it back (`void`), closes it (`expire`), or takes what has come for the whole (`settle`). Its open payments are cancelled. Throws `InvoiceNotFoundError`,
 * `InvoiceStateError`, `InvoiceUnderWayError`. Run again, it is done already.
 */
export async function endInvoice(
  context: InvoicesContext,
  id: string,
  ending: InvoiceEnding,
  owner: Owner,
  actor: Actor,
  run?: IdempotentRun,
): Promise<LoadedInvoice> {
  const { action, ends, isEnded, check }: Ending = endings[ending];
  const ended = await context.database.transaction().execute(async (transaction) => {
    const current = await openForChange(context, transaction, id, owner);
    if (run?.isAgain && isEnded(current)) return current;
    if (current.status === "PROCESSING") throw new InvoiceUnderWayError();
    check(current);
    const now = context.clock();
    const invoice = await changeInvoice(context, transaction, current, ends(current, now));
    await recordInvoiceChange(transaction, action, invoice, { status: current.status }, actor, now);
    return invoice;
  });
  await checkInvoice(context, ended);
  return loadInvoice(context.database, id, owner);
}

/** An owner's invoice, locked and as its payments are now. Throws `InvoiceNotFoundError`. */
export async function openForChange(
  context: InvoicesContext,
  transaction: DatabaseTransaction,
  id: string,
  owner: Owner,
): Promise<Invoice> {
  const found = await findInvoice(transaction, id, owner);
  if (!found) throw new InvoiceNotFoundError(id);
  return changeInvoice(context, transaction, await lockInvoice(transaction, found.id));
}

/** Writes down who has changed an invoice to what. */
export async function recordInvoiceChange(
  transaction: DatabaseTransaction,
  action: Ending["action"],
  invoice: Invoice,
  before: Readonly<Record<string, unknown>>,
  actor: Actor,
  at: Date,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const target = { type: "invoice", id: invoiceId(invoice.id) };
  const after = { status: invoice.status, ...more };
  await recordChange(transaction, { organizationId: invoice.organizationId, action, target, before, after }, actor, at);
}
