import {
  chosenAmountError,
  createPayment,
  InvalidPaymentError,
  isFinal,
  type LoadedPayment,
  loadPayment,
  PaymentNotFoundError,
  type PaymentsContext,
  readChosenAmount,
} from "../payments/index.ts";
import { formatPrice } from "../protocol/index.ts";
import type { Organization, PaymentLink } from "../store/index.ts";
import { LinkDeletedError, LinkExhaustedError, LinkInactiveError } from "./errors.ts";
import { linkSource } from "./link-id.ts";
import { withPaid } from "./load-link.ts";
import { paymentOf } from "./template.ts";

/** A link as a visitor finds it. */
export type OpenLink = { readonly link: PaymentLink; readonly organization: Organization };

/** Throws `LinkDeletedError`, `LinkInactiveError` or `LinkExhaustedError` where a link makes no payments. */
export async function checkOpen({ database }: Pick<PaymentsContext, "database">, link: PaymentLink): Promise<void> {
  if (link.deletedAt !== null) throw new LinkDeletedError();
  if (!link.active) throw new LinkInactiveError();
  if (link.paymentLimit === null) return;
  const { paidPayments } = await withPaid(database, link);
  if (paidPayments >= link.paymentLimit) throw new LinkExhaustedError();
}

/**
 * The payment of an earlier visit, where it is this link's and can still be paid: whatever became of the link, it goes on. Where the link leaves the amount
 * open, only for the same choice.
 */
export async function earlierVisit(
  { database, clock }: Pick<PaymentsContext, "database" | "clock">,
  link: PaymentLink,
  paymentId: string,
  amount?: string,
): Promise<string | undefined> {
  try {
    const { payment } = await loadPayment(database, paymentId, link);
    const isOpen = !isFinal(payment.status) && (payment.status === "PROCESSING" || payment.expiresAt > clock());
    const isSame = link.amount !== null || payment.amount === readChoice(link, amount);
    return isOpen && isSame && payment.sourceId === linkSource(link.id).id ? payment.id : undefined;
  } catch (error) {
    if (error instanceof PaymentNotFoundError || error instanceof InvalidPaymentError) return undefined;
    throw error;
  }
}

/** What a visit costs: the link's price, or the payer's choice. Throws an `InvalidPaymentError` at `amount` for a choice that does not fit. */
export function priceOfVisit(link: PaymentLink, amount?: string): bigint {
  return link.amount ?? readChoice(link, amount);
}

/** Makes a payment of a link by its terms of now, for a `priceOfVisit`. Throws what `checkOpen` and `createPayment` throw. */
export async function visitLink(
  context: PaymentsContext,
  { link, organization }: OpenLink,
  price: bigint,
): Promise<LoadedPayment> {
  await checkOpen(context, link);
  return createPayment(context, organization, link.mode, paymentOf(link, price));
}

function readChoice({ currency, minimumAmount, maximumAmount }: PaymentLink, text: string | undefined): bigint {
  const write = (units: bigint) => `${formatPrice(units, currency)} ${currency}`;
  const amount = readChosenAmount(text, currency);
  if (amount < (minimumAmount ?? 0n)) throw chosenAmountError(`The least is ${write(minimumAmount ?? 0n)}.`);
  if (maximumAmount !== null && amount > maximumAmount) throw chosenAmountError(`The most is ${write(maximumAmount)}.`);
  return amount;
}
