import type { Database, DatabaseTransaction, PaymentRow } from "../store/index.ts";

type Claimed = Pick<PaymentRow, "organizationId" | "mode" | "externalId">;

/** The payment that holds an external id of a merchant: one that is open or paid. Null where none does. */
export async function holderOf(
  database: Database | DatabaseTransaction,
  { organizationId, mode, externalId }: Claimed,
): Promise<string | null> {
  if (externalId === null) return null;
  const holder = await database
    .selectFrom("payments")
    .select("id")
    .where("organizationId", "=", organizationId)
    .where("mode", "=", mode)
    .where("externalId", "=", externalId)
    .where("status", "in", ["ACTIVE", "PROCESSING", "SUCCESSFUL"])
    .executeTakeFirst();
  return holder?.id ?? null;
}

/** Whether another payment has taken a payment's external id, since this one failed or expired. */
export async function isExternalIdTaken(transaction: DatabaseTransaction, payment: PaymentRow): Promise<boolean> {
  const holder = await holderOf(transaction, payment);
  return holder !== null && holder !== payment.id;
}
