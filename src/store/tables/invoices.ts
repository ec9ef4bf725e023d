import type { Generated, JSONColumnType, Selectable } from "kysely";
import type { PricingUnit, TokenSymbol } from "../../protocol/index.ts";
import type { StoredPart } from "./customers.ts";
import type { Mode } from "./owner.ts";
import type { Language } from "./people.ts";

/**
 * OPEN: nothing has come. PROCESSING: a payment is on chain, not final yet. CREDITED: credit notes took all of it back before anything came. EXPIRED and VOID take no more
 * payments.
 */
export const invoiceStatuses = ["OPEN", "PROCESSING", "PARTIALLY_PAID", "PAID", "CREDITED", "EXPIRED", "VOID"] as const;
export type InvoiceStatus = (typeof invoiceStatuses)[number];

/** When a customer is reminded: by the days before and after the due date. */
export const reminderPresets = ["NONE", "GENTLE", "STANDARD", "FIRM"] as const;
export type ReminderPreset = (typeof reminderPresets)[number];

/** A line as it was written, its amounts in minor units as decimal integers. */
export type StoredInvoiceLine = {
  description: string;
  /** A plain decimal. */
  quantity: string;
  unitPrice: string;
  /** Quantity times unit price, rounded half up. */
  amount: string;
};

/** A tax as it was written, with what it comes to. */
export type StoredInvoiceTax = {
  name: string;
  /** Percent, a plain decimal. */
  rate: string;
  /** The numbers of the lines that it is on, from 1; null: all. */
  lines: number[] | null;
  /** What those come to. */
  base: string;
  /** Rounded half up. */
  amount: string;
};

/** What a customer is asked to pay. Amounts are minor units of the currency. */
export type InvoiceTable = {
  id: string;
  organizationId: string;
  mode: Mode;
  /** In its page's URL: whoever knows it sees the invoice. */
  publicId: string;
  /** With the next: its number, without gaps in an organization's year and mode. */
  year: number;
  sequence: number;
  title: string;
  description: string | null;
  /** The merchant's own reference. */
  orderId: string | null;
  status: InvoiceStatus;
  currency: PricingUnit;
  lines: JSONColumnType<StoredInvoiceLine[]>;
  taxes: JSONColumnType<StoredInvoiceTax[]>;
  /** Null, with the total: the payer chooses the amount. */
  subtotal: bigint | null;
  total: bigint | null;
  /** What credit notes take back. */
  creditedAmount: bigint;
  /** The sum of its payments that are paid, and of what was collected. */
  receivedAmount: bigint;
  /** What was charged for it without its customer, as by a mandate. */
  collectedAmount: Generated<bigint>;
  /** Whether that is under way. */
  isCollecting: Generated<boolean>;
  allowsPartialPayments: boolean;
  /** Who gets a part of each of its payments, beside the merchant. */
  sellers: JSONColumnType<StoredPart[]>;
  /** Of its page, its PDF and its mails. Null: its reader's own, as far as that is known. */
  language: Language | null;
  customerName: string | null;
  customerEmail: string | null;
  /** Lines of a postal address. */
  customerAddress: string | null;
  /** Null: whatever its organization takes at the time of a payment. */
  acceptedChains: number[] | null;
  acceptedTokens: TokenSymbol[] | null;
  metadata: JSONColumnType<Record<string, string>>;
  /** A day, as "2026-12-31". Null: at once. */
  dueDate: string | null;
  /** From then on it takes no new payments. Null: never. */
  expiresAt: Date | null;
  /** When there is something to be seen to: its expiry, or payments to be cancelled. Also the lease. */
  nextCheckAt: Date | null;
  reminderPreset: ReminderPreset;
  /** Also the lease. Null: no reminder is to come. */
  nextReminderAt: Date | null;
  /** By its merchant's wish. */
  lastMailedAt: Date | null;
  mailCount: Generated<number>;
  createdAt: Date;
  paidAt: Date | null;
  /** The merchant took what had come for the whole. */
  settledAt: Date | null;
  expiredAt: Date | null;
  voidedAt: Date | null;
};

/** Takes back a part of an invoice, or all. */
export type CreditNoteTable = {
  id: string;
  invoiceId: string;
  organizationId: string;
  mode: Mode;
  year: number;
  sequence: number;
  amount: bigint;
  reason: string;
  createdAt: Date;
};

/** What is numbered by itself. */
export type NumberSeries = "INVOICE" | "CREDIT_NOTE";

/** The last number given of each series. */
export type DocumentNumberTable = {
  organizationId: string;
  mode: Mode;
  series: NumberSeries;
  year: number;
  last: number;
};

export type Invoice = Selectable<InvoiceTable>;

export type CreditNote = Selectable<CreditNoteTable>;
