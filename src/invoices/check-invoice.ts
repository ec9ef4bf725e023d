import { cancelPayment, PaymentStateError, PaymentUnderWayError } from "../payments/index.ts";
import { type Invoice, leaseRows } from "../store/index.ts";
import { changeInvoice, lockInvoice } from "./change-invoice.ts";
import type { InvoicesContext } from "./context.ts";
import { paymentsOf } from "./payments-of.ts";
import { isOpen } from "./state.ts";

const batchSize = 20;

/** Longer than a check takes, and how long one waits for payments that are under way. Milliseconds. */
const lease = 15_000;

/** Sees to invoices that are due: those whose time is over, and those that closed while payments of theirs were open. Answers whether there may be more. */
export async function checkDueInvoices(context: InvoicesContext): Promise<boolean> {
  const due = await leaseRows(
    context.database,
    { table: "invoices", key: ["id"], column: "nextCheckAt" },
    { now: context.clock(), duration: lease, choose: (rows) => rows.limit(batchSize) },
  );
  for (const invoice of due) await checkInvoice(context, invoice);
  return due.length === batchSize;
}

/** Expires an invoice when its time is over and no payment of it can still be paid; cancels the open payments of one that is closed. */
export async function checkInvoice(context: InvoicesContext, invoice: Pick<Invoice, "id">): Promise<void> {
  const closed = await context.database.transaction().execute(async (transaction) => {
    const current = await changeInvoice(context, transaction, await lockInvoice(transaction, invoice.id));
    if (!isOpen(current.status)) return current;
    if (current.expiresAt === null || current.expiresAt > context.clock() || current.isCollecting) return undefined;
    // Who is paying may finish: money of the last second counts.
    for (const status of ["ACTIVE", "PROCESSING"] as const) {
      if ((await paymentsOf(transaction, current, status)).length > 0) return undefined;
    }
    return changeInvoice(context, transaction, current, { expiredAt: context.clock() });
  });
  if (closed && (await cancelOpenPayments(context, closed))) {
    await context.database
      .updateTable("invoices")
      .set({ nextCheckAt: null })
      .where("id", "=", closed.id)
      .where("status", "=", closed.status)
      .execute();
  }
}

/** Answers whether none is left that somebody may pay. */
async function cancelOpenPayments(context: InvoicesContext, invoice: Invoice): Promise<boolean> {
  let isDone = true;
  for (const { payment } of await paymentsOf(context.database, invoice, "ACTIVE")) {
    try {
      await cancelPayment(context, payment.id, invoice);
    } catch (error) {
      // It was paid or expired meanwhile.
      if (error instanceof PaymentStateError) continue;
      if (!(error instanceof PaymentUnderWayError)) throw error;
      isDone = false;
    }
  }
  return isDone;
}
