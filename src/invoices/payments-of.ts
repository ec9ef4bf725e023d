import { type LoadedPayment, listPayments } from "../payments/index.ts";
import type { PaymentStatus } from "../protocol/index.ts";
import type { Database, DatabaseTransaction, Invoice } from "../store/index.ts";
import { invoiceId } from "./invoice-id.ts";

/** Payments that are read at a time. */
const pageSize = 100;

/** All payments of an invoice in a state, the newest first. */
export async function paymentsOf(
  database: Database | DatabaseTransaction,
  invoice: Pick<Invoice, "id" | "organizationId" | "mode">,
  status: PaymentStatus,
): Promise<LoadedPayment[]> {
  const payments: LoadedPayment[] = [];
  for (;;) {
    const cursor = payments.at(-1)?.payment.id;
    const filter = { sourceId: invoiceId(invoice.id), status };
    const page = await listPayments(database, invoice, filter, { cursor, limit: pageSize });
    payments.push(...page);
    if (page.length < pageSize) return payments;
  }
}

/** What has paid an invoice. A payment that a reorganisation took back for good is none. */
export async function paidPaymentsOf(
  database: Database | DatabaseTransaction,
  invoice: Pick<Invoice, "id" | "organizationId" | "mode">,
): Promise<LoadedPayment[]> {
  return (await paymentsOf(database, invoice, "SUCCESSFUL")).filter(({ notes }) => !notes.reversed);
}

/** The newest payment of each invoice that is open, by the invoice's UUID. */
export async function openPaymentIds(
  database: Database,
  invoices: readonly Pick<Invoice, "id">[],
): Promise<ReadonlyMap<string, string>> {
  if (invoices.length === 0) return new Map();
  const uuids = new Map(invoices.map(({ id }) => [invoiceId(id), id]));
  const rows = await database
    .selectFrom("payments")
    .select(["id", "sourceId"])
    .where("sourceId", "in", [...uuids.keys()])
    .where("status", "=", "ACTIVE")
    .orderBy("id")
    .execute();
  return new Map(rows.map(({ id, sourceId }) => [uuids.get(sourceId ?? "") ?? "", id]));
}
