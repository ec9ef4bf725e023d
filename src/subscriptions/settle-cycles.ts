import { isOpen } from "../invoices/index.ts";
import type { BillingCycle, CycleStatus, DatabaseTransaction, InvoiceStatus, Subscription } from "../store/index.ts";

/** What a cycle is while its invoice is in a state. */
export function cycleStatusOf(status: InvoiceStatus): CycleStatus {
  if (status === "PAID") return "PAID";
  return isOpen(status) ? "OPEN" : "CLOSED";
}

/** Brings a cycle up to its invoice. What is no longer paid may be announced again once it is. Answers whether anything was other than before. */
export async function setCycleStatus(
  transaction: DatabaseTransaction,
  invoiceId: string,
  status: CycleStatus,
): Promise<BillingCycle | undefined> {
  return transaction
    .updateTable("billingCycles")
    .set({ status, ...(status !== "PAID" && { announced: false }) })
    .where("invoiceId", "=", invoiceId)
    .where("status", "!=", status)
    .returningAll()
    .executeTakeFirst();
}

/** A subscription's cycles that are not settled, the oldest first. */
export async function openCycles(
  transaction: DatabaseTransaction,
  { id }: Pick<Subscription, "id">,
): Promise<BillingCycle[]> {
  return transaction
    .selectFrom("billingCycles")
    .selectAll()
    .where("subscriptionId", "=", id)
    .where("status", "=", "OPEN")
    .orderBy("period")
    .execute();
}

/** Takes the paid cycles that nobody was told of, the oldest first: each is answered once. */
export async function announcePaid(
  transaction: DatabaseTransaction,
  { id }: Pick<Subscription, "id">,
): Promise<BillingCycle[]> {
  const rows = await transaction
    .updateTable("billingCycles")
    .set({ announced: true })
    .where("subscriptionId", "=", id)
    .where("status", "=", "PAID")
    .where("announced", "=", false)
    .returningAll()
    .execute();
  return rows.sort((one, other) => one.period - other.period);
}

/** Whether the last cycle of a subscription was closed without being paid. */
export async function wasLastClosed(
  transaction: DatabaseTransaction,
  { id, period }: Pick<Subscription, "id" | "period">,
): Promise<boolean> {
  const rows = transaction.selectFrom("billingCycles").select("status").where("subscriptionId", "=", id);
  return (await rows.where("period", "=", period).executeTakeFirst())?.status === "CLOSED";
}
