import { chosenAmountError, createPayment, type LoadedPayment, readChosenAmount } from "../payments/index.ts";
import { formatPrice } from "../protocol/index.ts";
import type { Database, DatabaseTransaction, Invoice, Organization } from "../store/index.ts";
import { changeInvoice, lockInvoice } from "./change-invoice.ts";
import type { InvoicesContext } from "./context.ts";
import { InvoiceStateError, InvoiceUnderWayError } from "./errors.ts";
import { paymentsOf } from "./payments-of.ts";
import { paymentOf } from "./read-invoice.ts";
import { amountDueOf, isOpen } from "./state.ts";

const minute = 60_000;
/** Of a payment: the shortest that there is, and how long one lasts where its invoice does. */
const shortestLife = 15 * minute;
const usualLife = 60 * minute;
/** A visitor gets one that is there already only where there is time to pay it. */
const leastLeft = 10 * minute;

/** Throws an `InvoiceStateError` where an invoice takes no new payment at the moment. */
export function checkPayable({ status, expiresAt }: Pick<Invoice, "status" | "expiresAt">, now: Date): void {
  const message = {
    PAID: "This invoice is paid.",
    CREDITED: "Nothing is left to pay of this invoice.",
    VOID: "This invoice was taken back: nothing is to be paid.",
    EXPIRED: "The time to pay this invoice is over. Ask whoever sent it to you for another.",
  };
  if (!isOpen(status)) throw new InvoiceStateError(status, message[status as keyof typeof message]);
  if (expiresAt !== null && expiresAt <= now) throw new InvoiceStateError(status, message.EXPIRED);
}

/** What a visit pays: all that is due, or the payer's choice where there is one. Throws an `InvalidPaymentError` at `amount` for a choice that does not fit. */
export function priceOfVisit(invoice: Invoice, choice?: string): bigint {
  const due = amountDueOf(invoice);
  const isFree = due === null || invoice.allowsPartialPayments;
  if (!isFree || (choice === undefined && due !== null)) return due ?? 0n;
  const amount = readChosenAmount(choice, invoice.currency);
  if (amount === 0n) throw chosenAmountError("The amount must be above zero.");
  if (due !== null && amount > due) {
    throw chosenAmountError(
      `${formatPrice(due, invoice.currency)} ${invoice.currency} is due: the amount is above that.`,
    );
  }
  return amount;
}

/** A payment of an invoice for that amount which is there already and can be paid, whoever it was made for: so nobody pays twice. */
export async function openPayment(
  { database, clock }: { readonly database: Database | DatabaseTransaction; readonly clock: () => Date },
  invoice: Invoice,
  amount: bigint,
): Promise<LoadedPayment | undefined> {
  const now = clock().getTime();
  const open = await paymentsOf(database, invoice, "ACTIVE");
  return open.find(({ payment }) => payment.amount === amount && payment.expiresAt.getTime() - now >= leastLeft);
}

/** A payment of an invoice that is on chain and not final; undefined where there is none. */
export async function processingPayment(
  { database }: { readonly database: Database },
  invoice: Invoice,
): Promise<LoadedPayment | undefined> {
  return invoice.status === "PROCESSING" ? (await paymentsOf(database, invoice, "PROCESSING"))[0] : undefined;
}

/** Makes a payment of an invoice, or answers the one that is there. Throws what `checkPayable`, `priceOfVisit` and `createPayment` throw, and `InvoiceUnderWayError`. */
export async function visitInvoice(
  context: InvoicesContext,
  { invoice: { id }, organization }: { readonly invoice: Pick<Invoice, "id">; readonly organization: Organization },
  choice?: string,
): Promise<LoadedPayment> {
  return context.database.transaction().execute(async (transaction) => {
    // Visits of one invoice come one after the other.
    const invoice = await changeInvoice(context, transaction, await lockInvoice(transaction, id));
    const now = context.clock();
    checkPayable(invoice, now);
    if (invoice.isCollecting) throw new InvoiceUnderWayError();
    const amount = priceOfVisit(invoice, choice);
    const onChain = await paymentsOf(transaction, invoice, "PROCESSING");
    const left = amountDueOf({ ...invoice, receivedAmount: invoice.receivedAmount + sumOf(onChain) });
    if (onChain.length > 0 && (left === null || amount > left)) throw new InvoiceUnderWayError();
    const within = { ...context, database: transaction };
    const open = await openPayment(within, invoice, amount);
    if (open) return open;
    const expiresAt = new Date(now.getTime() + lifeOf(invoice, now));
    return createPayment(within, organization, invoice.mode, paymentOf(context, invoice, amount, expiresAt));
  });
}

function lifeOf({ expiresAt }: Invoice, now: Date): number {
  if (expiresAt === null) return usualLife;
  return Math.max(shortestLife, Math.min(usualLife, expiresAt.getTime() - now.getTime()));
}

function sumOf(payments: readonly LoadedPayment[]): bigint {
  return payments.reduce((sum, { payment }) => sum + payment.amount, 0n);
}
