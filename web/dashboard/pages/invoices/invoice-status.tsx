import type { Invoice } from "../../../../clients/typescript/types.ts";
import { Badge, type Tone } from "../../components/badge.tsx";
import { say } from "../../messages/index.ts";
import { serverNow } from "../../session/server-time.ts";

const tones: Readonly<Record<Invoice["status"], Tone>> = {
  OPEN: "plain",
  PROCESSING: "waiting",
  PARTIALLY_PAID: "attention",
  PAID: "good",
  CREDITED: "plain",
  EXPIRED: "plain",
  VOID: "plain",
};

export const invoiceStatuses = Object.keys(tones) as readonly Invoice["status"][];

/** Whether money is still asked for, and nothing is under way. */
export function isAsked({ status }: Pick<Invoice, "status">): boolean {
  return status === "OPEN" || status === "PARTIALLY_PAID";
}

/** Where an invoice stands; overdue from the day after it was due, in UTC, as its page says. */
export function InvoiceStatus({ invoice }: { readonly invoice: Pick<Invoice, "status" | "dueDate"> }) {
  const { status, dueDate } = invoice;
  const isOverdue = isAsked(invoice) && dueDate !== null && serverNow().toISOString().slice(0, 10) > dueDate;
  if (isOverdue) return <Badge text={say("invoices.overdue")} tone="bad" />;
  return <Badge text={say(`invoices.status.${status}`)} tone={tones[status]} />;
}
