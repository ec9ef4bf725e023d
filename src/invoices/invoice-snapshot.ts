import type { PricingUnit, TokenSymbol } from "../protocol/index.ts";
import type {
  InvoiceStatus,
  Language,
  ReminderPreset,
  StoredInvoiceLine,
  StoredInvoiceTax,
  StoredPart,
} from "../store/index.ts";
import { creditNoteId, invoiceId } from "./invoice-id.ts";
import type { LoadedInvoice } from "./load-invoice.ts";
import { numberText } from "./number.ts";
import { amountDueOf } from "./state.ts";

/** An invoice at one moment, as events carry it and views show it. It survives JSON: amounts are decimal strings in minor units, times are ISO 8601. */
export type InvoiceSnapshot = {
  readonly id: string;
  readonly publicId: string;
  readonly number: string;
  readonly status: InvoiceStatus;
  readonly title: string;
  readonly description: string | null;
  readonly orderId: string | null;
  readonly customer: { readonly name: string | null; readonly email: string | null; readonly address: string | null };
  readonly currency: PricingUnit;
  readonly lines: readonly StoredInvoiceLine[];
  readonly taxes: readonly StoredInvoiceTax[];
  readonly subtotal: string | null;
  readonly total: string | null;
  readonly creditedAmount: string;
  readonly receivedAmount: string;
  readonly amountDue: string | null;
  readonly allowsPartialPayments: boolean;
  /** Missing from events of earlier releases, as the language is. */
  readonly sellers?: readonly StoredPart[];
  readonly language?: Language | null;
  readonly acceptedChains: readonly number[] | null;
  readonly acceptedTokens: readonly TokenSymbol[] | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly dueDate: string | null;
  readonly expiresAt: string | null;
  readonly reminderPreset: ReminderPreset;
  readonly nextReminderAt: string | null;
  readonly lastMailedAt: string | null;
  readonly createdAt: string;
  readonly paidAt: string | null;
  readonly settledAt: string | null;
  readonly creditNotes: readonly {
    readonly id: string;
    readonly number: string;
    readonly amount: string;
    readonly reason: string;
    readonly createdAt: string;
  }[];
};

export function invoiceSnapshot({ invoice, creditNotes }: LoadedInvoice): InvoiceSnapshot {
  const { publicId, status, title, description, orderId, currency, lines, taxes, metadata, dueDate } = invoice;
  const { acceptedChains, acceptedTokens, allowsPartialPayments, sellers, language } = invoice;
  return {
    id: invoiceId(invoice.id),
    publicId,
    number: numberText("INVOICE", invoice),
    status,
    title,
    description,
    orderId,
    customer: { name: invoice.customerName, email: invoice.customerEmail, address: invoice.customerAddress },
    currency,
    lines,
    taxes,
    subtotal: invoice.subtotal?.toString() ?? null,
    total: invoice.total?.toString() ?? null,
    creditedAmount: invoice.creditedAmount.toString(),
    receivedAmount: invoice.receivedAmount.toString(),
    amountDue: amountDueOf(invoice)?.toString() ?? null,
    allowsPartialPayments,
    sellers,
    language,
    acceptedChains,
    acceptedTokens,
    metadata,
    dueDate,
    expiresAt: invoice.expiresAt?.toISOString() ?? null,
    reminderPreset: invoice.reminderPreset,
    nextReminderAt: invoice.nextReminderAt?.toISOString() ?? null,
    lastMailedAt: invoice.lastMailedAt?.toISOString() ?? null,
    createdAt: invoice.createdAt.toISOString(),
    paidAt: invoice.paidAt?.toISOString() ?? null,
    settledAt: invoice.settledAt?.toISOString() ?? null,
    creditNotes: creditNotes.map((note) => ({
      id: creditNoteId(note.id),
      number: numberText("CREDIT_NOTE", note),
      amount: note.amount.toString(),
      reason: note.reason,
      createdAt: note.createdAt.toISOString(),
    })),
  };
}
