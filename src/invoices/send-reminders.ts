import { type DatabaseTransaction, type Invoice, leaseRows } from "../store/index.ts";
import { changeInvoice, lockInvoice } from "./change-invoice.ts";
import type { InvoicesContext } from "./context.ts";
import { mailInvoice } from "./mail-invoice.ts";
import { nextReminder } from "./reminder-schedule.ts";
import { isOpen } from "./state.ts";

const batchSize = 20;

/** Longer than a reminder takes. Milliseconds. */
const lease = 60_000;

/** Reminds customers whose time has come. Answers whether there may be more. */
export async function sendReminders(context: InvoicesContext): Promise<boolean> {
  const due = await leaseRows(
    context.database,
    { table: "invoices", key: ["id"], column: "nextReminderAt" },
    { now: context.clock(), duration: lease, choose: (rows) => rows.limit(batchSize) },
  );
  for (const invoice of due) await remind(context, invoice);
  return due.length === batchSize;
}

/**
 * One reminder, and the time of the next in the same transaction: it is queued once, whatever crashes. One whose day has passed meanwhile is not made up for. Nobody is reminded of what was paid a moment
 * ago: the payments themselves are asked.
 */
async function remind(context: InvoicesContext, leased: Invoice): Promise<void> {
  await context.database.transaction().execute(async (transaction) => {
    const locked = await lockInvoice(transaction, leased.id);
    // Its lease ran out, and it is another worker's.
    if (locked.nextReminderAt?.getTime() !== leased.nextReminderAt?.getTime()) return;
    const { invoice, mayRemind, now } = await remindLocked(context, transaction, locked);
    const nextReminderAt = mayRemind ? nextReminder(invoice.dueDate, invoice.reminderPreset, now) : null;
    await transaction.updateTable("invoices").set({ nextReminderAt }).where("id", "=", invoice.id).execute();
  });
}

/** Reminds the customer of an invoice, unless it is paid, being paid or closed: its payments themselves are asked. Answers it as it is now. */
export async function remindOfInvoice(
  context: InvoicesContext,
  transaction: DatabaseTransaction,
  id: string,
): Promise<Invoice> {
  return (await remindLocked(context, transaction, await lockInvoice(transaction, id))).invoice;
}

async function remindLocked(context: InvoicesContext, transaction: DatabaseTransaction, locked: Invoice) {
  const invoice = await changeInvoice(context, transaction, locked);
  const now = context.clock();
  const mayRemind = isOpen(invoice.status) && !(invoice.expiresAt !== null && invoice.expiresAt <= now);
  if (mayRemind && invoice.status !== "PROCESSING") await mailInvoice(context, transaction, invoice, "reminder");
  return { invoice, mayRemind, now };
}
