import { type Consumer, consume } from "../events/index.ts";
import { type InvoiceEventData, invoiceSubject } from "../invoices/index.ts";
import type { SubscriptionsContext } from "./context.ts";
import { cycleStatusOf, setCycleStatus } from "./settle-cycles.ts";

const batchSize = 200;

/** Hears of what becomes of invoices, and has the subscriptions that they are of brought up to it. Answers whether there may be more. */
export async function hearInvoices(context: SubscriptionsContext): Promise<boolean> {
  const handle: Consumer["handle"] = async (transaction, events) => {
    const heard = events.filter(({ subject }) => subject.type === invoiceSubject);
    const statuses = new Map(
      heard.map(({ subject, data }) => [subject.id, cycleStatusOf((data as InvoiceEventData).invoice.status)]),
    );
    const changed: string[] = [];
    for (const [id, status] of statuses) {
      const cycle = await setCycleStatus(transaction, id, status);
      if (cycle?.subscriptionId) changed.push(cycle.subscriptionId);
    }
    // In one order everywhere, so that no two transactions wait for each other; what is to be done comes one subscription at a time.
    for (const id of [...new Set(changed)].sort()) {
      const nextActionAt = context.clock();
      await transaction.updateTable("subscriptions").set({ nextActionAt }).where("id", "=", id).execute();
    }
  };
  return (await consume(context.database, { name: "subscriptions", batchSize, handle })) === batchSize;
}
