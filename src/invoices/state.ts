import type { Invoice, InvoiceStatus } from "../store/index.ts";

/** What decides an invoice's state. */
export type Standing = Pick<
  Invoice,
  "total" | "creditedAmount" | "receivedAmount" | "settledAt" | "expiredAt" | "voidedAt"
>;

/** What is still to be paid; null where the payer chooses the amount. */
export function amountDueOf({ total, creditedAmount, receivedAmount, settledAt }: Standing): bigint | null {
  if (settledAt !== null) return 0n;
  if (total === null) return receivedAmount > 0n ? 0n : null;
  const due = total - creditedAmount - receivedAmount;
  return due > 0n ? due : 0n;
}

/** The one place that says in which state an invoice is. */
export function statusOf(invoice: Standing, isProcessing: boolean): InvoiceStatus {
  const { receivedAmount, expiredAt, voidedAt } = invoice;
  if (voidedAt !== null) return "VOID";
  if (amountDueOf(invoice) === 0n) return receivedAmount > 0n ? "PAID" : "CREDITED";
  if (isProcessing) return "PROCESSING";
  // Money that comes for one that has expired still counts, and pays it where it is all.
  if (expiredAt !== null) return "EXPIRED";
  return receivedAmount > 0n ? "PARTIALLY_PAID" : "OPEN";
}

/** Whether it may still take payments. */
export function isOpen(status: InvoiceStatus): boolean {
  return status === "OPEN" || status === "PROCESSING" || status === "PARTIALLY_PAID";
}
