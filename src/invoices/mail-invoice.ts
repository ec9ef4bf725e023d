import { queueMail, readableTime } from "../mail/index.ts";
import { formatPrice } from "../protocol/index.ts";
import type { DatabaseTransaction, Invoice } from "../store/index.ts";
import type { InvoicesContext } from "./context.ts";
import { invoiceId, invoiceUrl } from "./invoice-id.ts";
import { numberText } from "./number.ts";
import { amountDueOf } from "./state.ts";

export type InvoiceMail = "request" | "reminder" | "receipt";

/** Queues a mail about an invoice to its customer, in the transaction of what it tells of. Nothing where there is no address, or no mail server. */
export async function mailInvoice(
  context: InvoicesContext,
  transaction: DatabaseTransaction,
  invoice: Invoice,
  kind: InvoiceMail,
): Promise<void> {
  const { customerEmail: to, organizationId, title, dueDate, currency, receivedAmount, language } = invoice;
  if (to === null || !context.sendsMail) return;
  const { name: organization } = await transaction
    .selectFrom("organizations")
    .select("name")
    .where("id", "=", organizationId)
    .executeTakeFirstOrThrow();
  const price = (units: bigint) => `${formatPrice(units, currency)} ${currency}`;
  const due = amountDueOf(invoice);
  const number = numberText("INVOICE", invoice);
  const url = invoiceUrl(context, invoice.publicId);
  const asked = { organization, number, title, amountDue: due === null ? null : price(due), dueDate, url };
  const now = context.clock();
  const queue = { to, organizationId, about: invoiceId(invoice.id), language };
  if (kind === "request") {
    await queueMail(context, transaction, { ...queue, template: "invoice", data: asked });
  } else if (kind === "reminder") {
    const data = { ...asked, timing: timingOf(dueDate, now) };
    await queueMail(context, transaction, { ...queue, template: "invoice-reminder", data });
  } else {
    const paidAt = readableTime(invoice.paidAt ?? now);
    const data = { organization, number, title, url, received: price(receivedAmount), paidAt };
    await queueMail(context, transaction, { ...queue, template: "invoice-receipt", data });
  }
}

function timingOf(dueDate: string | null, now: Date): "before" | "on" | "after" | "none" {
  if (dueDate === null) return "none";
  const today = now.toISOString().slice(0, 10);
  if (today === dueDate) return "on";
  return today < dueDate ? "before" : "after";
}
