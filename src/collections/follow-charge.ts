import { collectInvoice, mailUncollected } from "../invoices/index.ts";
import { chargeOf } from "../mandates/index.ts";
import type { Collection, DatabaseTransaction } from "../store/index.ts";
import type { CollectionsContext } from "./context.ts";

/**
 * Brings an invoice up to the charge that is to pay it: while that is under way nobody is asked to pay it, once it is final it is paid, and where it does not go through the customer is mailed the invoice, once. It
 * says what is, not what has changed: the same again does nothing.
 */
export async function followCharge(
  context: CollectionsContext,
  transaction: DatabaseTransaction,
  { invoiceId, mandateId, period, amount, mailedAt }: Collection,
  { asks = true }: { readonly asks?: boolean } = {},
): Promise<void> {
  const charge = await chargeOf(transaction, mandateId, period);
  if (!charge) throw new Error(`The charge of period ${period} of the mandate ${mandateId} is gone.`);
  const { status, cause } = charge;
  const isPaid = status === "SUCCEEDED";
  const isCollecting = status === "PROCESSING" || (status === "SCHEDULED" && cause === null);
  const collectedAmount = isPaid ? amount : 0n;
  const invoice = await collectInvoice(context, transaction, invoiceId, { isCollecting, collectedAmount });
  const mayAsk = asks && !isPaid && !isCollecting && mailedAt === null;
  const isAsked = mayAsk && (await mailUncollected(context, transaction, invoice));
  await transaction
    .updateTable("collections")
    .set({
      isOpen: status === "SCHEDULED" || status === "PROCESSING",
      ...(isAsked && { mailedAt: context.clock() }),
      // What a reorganisation takes back is asked for once more.
      ...(isPaid && { mailedAt: null }),
    })
    .where("invoiceId", "=", invoiceId)
    .execute();
}

/** The collection of a mandate's period; undefined where the charge is of nothing of ours. */
export function collectionOf(transaction: DatabaseTransaction, mandateId: string, period: number) {
  return transaction
    .selectFrom("collections")
    .selectAll()
    .where("mandateId", "=", mandateId)
    .where("period", "=", period)
    .executeTakeFirst();
}

/** The collection of an invoice whose charge was not over when it was looked at last. */
export function openCollectionOf(transaction: DatabaseTransaction, invoiceId: string) {
  return transaction
    .selectFrom("collections")
    .selectAll()
    .where("invoiceId", "=", invoiceId)
    .where("isOpen", "=", true)
    .executeTakeFirst();
}
