import type { z } from "zod";
import {
  type InvoiceInput,
  type InvoiceSnapshot,
  invoiceSnapshot,
  type LoadedInvoice,
} from "../../../../invoices/index.ts";
import { InvalidPaymentError } from "../../../../payments/index.ts";
import { currencyCodes, formatPrice } from "../../../../protocol/index.ts";
import { secondsOf } from "../assets.ts";
import type { createPayLinkrInvoiceBody, invoiceStatuses } from "./schemas.ts";

type PayLinkrStatus = (typeof invoiceStatuses)[number];

const statuses: Readonly<Record<InvoiceSnapshot["status"], PayLinkrStatus>> = {
  OPEN: "unpaid",
  PROCESSING: "pending",
  PARTIALLY_PAID: "partially_paid",
  PAID: "paid",
  CREDITED: "cancelled",
  EXPIRED: "expired",
  VOID: "cancelled",
};

/** Our states of one of its own; none of "failed", which no invoice is here: a payment that failed leaves it open. */
export function statusesOf(status: PayLinkrStatus): InvoiceSnapshot["status"][] {
  return (Object.keys(statuses) as InvoiceSnapshot["status"][]).filter((ours) => statuses[ours] === status);
}

/** What its body asks for, in our words. Throws an `InvalidPaymentError` where its parts do not go together. */
export function inputOf(body: z.output<typeof createPayLinkrInvoiceBody>, now: Date): InvoiceInput {
  const { title, asset, pricingCurrency, allowCustomAmount, orderId, expiresIn, clientEmail, clientName } = body;
  const life = secondsOf[expiresIn];
  const isFiat = pricingCurrency != null;
  const amount = isFiat ? body.pricingAmount : body.amount;
  const refuse = (field: string, message: string) => new InvalidPaymentError([{ path: [field], message }]);
  if (isFiat && body.amount != null) throw refuse("amount", "Leave it out with pricingCurrency: give pricingAmount.");
  if (!isFiat && body.pricingAmount != null) throw refuse("pricingCurrency", "pricingAmount needs a pricingCurrency.");
  if (amount == null && !allowCustomAmount) {
    throw refuse(isFiat ? "pricingAmount" : "amount", "Give it, or allowCustomAmount.");
  }
  if (amount != null && allowCustomAmount) {
    throw refuse("allowCustomAmount", "The payer chooses the amount: leave out amount and pricingAmount.");
  }
  return {
    title,
    orderId,
    currency: isFiat ? pricingCurrency : asset,
    amount,
    allowCustomAmount,
    // This API accepts parts without being asked: it has `partially_paid` and `settle`.
    allowPartialPayments: !allowCustomAmount,
    acceptedTokens: [asset],
    customer: clientEmail != null || clientName != null ? { email: clientEmail, name: clientName } : null,
    notify: clientEmail != null,
    expiresAt: life === null ? null : new Date(now.getTime() + life * 1_000),
  };
}

/** An invoice as this API answers it. */
export function payLinkrInvoiceView(
  context: { readonly publicUrl: string },
  loaded: LoadedInvoice,
  destinationAddress: string | null,
) {
  return { ...payLinkrInvoiceFields(context, invoiceSnapshot(loaded)), destinationAddress };
}

/** All of it but where it can be paid to now. */
export function payLinkrInvoiceFields(
  { publicUrl }: { readonly publicUrl: string },
  { id, publicId, title, status, currency, orderId, createdAt, paidAt, ...invoice }: InvoiceSnapshot,
) {
  const isFiat = (currencyCodes as readonly string[]).includes(currency);
  const price = (units: string) => (units === "0" ? "0" : formatPrice(BigInt(units), currency));
  const expected = invoice.total === null ? undefined : price(invoice.total);
  const reference = `PLR-${publicId.slice(0, 8).toUpperCase()}`;
  return {
    id,
    publicId,
    title,
    status: statuses[status],
    paymentNetwork: "EVM" as const,
    ...(expected !== undefined && { expectedAmount: expected }),
    receivedAmount: price(invoice.receivedAmount),
    asset: invoice.acceptedTokens?.[0] ?? "USDC",
    ...(isFiat && { pricingCurrency: currency, ...(expected !== undefined && { pricingAmount: expected }) }),
    memo: reference,
    reference,
    referenceLabel: "Memo",
    ...(orderId !== null && { orderId }),
    payUrl: `${publicUrl}/pay/${publicId}`,
    createdAt,
    ...(paidAt !== null && { paidAt }),
    ...(invoice.expiresAt !== null && { expiresAt: invoice.expiresAt }),
  };
}
