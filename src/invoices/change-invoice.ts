import type { InvoiceEventType } from "../protocol/index.ts";
import type { DatabaseTransaction, Invoice } from "../store/index.ts";
import type { InvoicesContext } from "./context.ts";
import { mailInvoice } from "./mail-invoice.ts";
import { paidPaymentsOf, paymentsOf } from "./payments-of.ts";
import { recordInvoiceEvent } from "./record-event.ts";
import { isOpen, statusOf } from "./state.ts";

// With the files that create, check, mail and remind, the only writer of `invoices`.

/** What a caller decides; all else follows from the payments. */
type Decision = Partial<
  Pick<Invoice, "creditedAmount" | "settledAt" | "expiredAt" | "voidedAt" | "collectedAmount" | "isCollecting">
>;

/** Takes an invoice's row for the rest of the transaction, so that two changes of one invoice come one after the other. */
export async function lockInvoice(transaction: DatabaseTransaction, id: string): Promise<Invoice> {
  return transaction.selectFrom("invoices").selectAll().where("id", "=", id).forUpdate().executeTakeFirstOrThrow();
}

/** Brings a locked invoice up to what was decided and to its payments as they are now, and writes the event of what has changed. Answers it as it is then. */
export async function changeInvoice(
  context: InvoicesContext,
  transaction: DatabaseTransaction,
  before: Invoice,
  decision: Decision = {},
): Promise<Invoice> {
  const paid = await paidPaymentsOf(transaction, before);
  const { collectedAmount, isCollecting } = { ...before, ...decision };
  const isProcessing = isCollecting || (await paymentsOf(transaction, before, "PROCESSING")).length > 0;
  const receivedAmount = paid.reduce((sum, { payment }) => sum + payment.amount, collectedAmount);
  const standing = { ...before, ...decision, receivedAmount };
  const status = statusOf(standing, isProcessing);
  const now = context.clock();
  const times = paid.flatMap(({ payment }) => payment.paidAt?.getTime() ?? []);
  const lastPaidAt = times.length > 0 ? new Date(Math.max(...times)) : now;
  const paidAt = status === "PAID" ? (standing.settledAt ?? lastPaidAt) : null;
  const isSame =
    status === before.status &&
    receivedAmount === before.receivedAmount &&
    paidAt?.getTime() === before.paidAt?.getTime() &&
    Object.keys(decision).length === 0;
  if (isSame) return before;
  // Payments that are open when it closes are cancelled, so that nobody pays twice; one that opens again has its time of expiry to be seen to.
  const nextCheckAt = isOpen(status) ? before.expiresAt : now;
  const invoice = await transaction
    .updateTable("invoices")
    .set({ ...decision, receivedAmount, status, paidAt, ...(status !== before.status && { nextCheckAt }) })
    .where("id", "=", before.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const type = eventOf(before, invoice);
  if (type) await recordInvoiceEvent(transaction, invoice, type, now);
  if (type === "invoice.paid") await mailInvoice(context, transaction, invoice, "receipt");
  return invoice;
}

/** What a change is announced as; undefined for one that is not, as that a payment is on its way. */
function eventOf(before: Invoice, after: Invoice): InvoiceEventType | undefined {
  if (after.creditedAmount !== before.creditedAmount) return "invoice.credited";
  if (after.receivedAmount < before.receivedAmount) return "invoice.reopened";
  if (after.status === "PAID" && before.status !== "PAID") return "invoice.paid";
  if (after.receivedAmount > before.receivedAmount) return "invoice.partially_paid";
  if (after.expiredAt !== null && before.expiredAt === null) return "invoice.expired";
  if (after.voidedAt !== null && before.voidedAt === null) return "invoice.voided";
  return undefined;
}
