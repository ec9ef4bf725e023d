import type { DatabaseTransaction, Invoice } from "../store/index.ts";
import { changeInvoice, lockInvoice } from "./change-invoice.ts";
import type { InvoicesContext } from "./context.ts";
import { mailInvoice } from "./mail-invoice.ts";
import { isOpen } from "./state.ts";

/** How an invoice is paid without its customer. */
export type Collected = {
  /** Whether that is under way: nobody is asked to pay it meanwhile. */
  readonly isCollecting: boolean;
  /** What it has brought, in minor units. */
  readonly collectedAmount: bigint;
};

/** Brings an invoice up to what is collected for it; what is left out stays. The same again changes nothing. Answers it as it is then. */
export async function collectInvoice(
  context: InvoicesContext,
  transaction: DatabaseTransaction,
  id: string,
  collected: Partial<Collected>,
): Promise<Invoice> {
  const current = await changeInvoice(context, transaction, await lockInvoice(transaction, id));
  const { isCollecting, collectedAmount } = { ...current, ...collected };
  if (current.isCollecting === isCollecting && current.collectedAmount === collectedAmount) return current;
  return changeInvoice(context, transaction, current, { isCollecting, collectedAmount });
}

/** Mails the customer the request to pay an invoice that is not collected after all, unless it is closed or being paid. Answers whether. */
export async function mailUncollected(
  context: InvoicesContext,
  transaction: DatabaseTransaction,
  invoice: Invoice,
): Promise<boolean> {
  if (!isOpen(invoice.status) || invoice.status === "PROCESSING") return false;
  await mailInvoice(context, transaction, invoice, "request");
  return true;
}
