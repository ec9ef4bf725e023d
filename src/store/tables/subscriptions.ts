import type { Generated, JSONColumnType, Selectable } from "kysely";
import type { PricingUnit, TokenSymbol } from "../../protocol/index.ts";
import type { ReminderPreset } from "./invoices.ts";
import type { Mode } from "./owner.ts";

/** How long a period is, by the calendar. */
export const billingIntervals = ["DAILY", "WEEKLY", "BIWEEKLY", "MONTHLY", "QUARTERLY", "YEARLY"] as const;
export type BillingInterval = (typeof billingIntervals)[number];

/**
 * INCOMPLETE: its first invoice is not paid yet. TRIALING: nothing is due before its first period. PAST_DUE: an invoice is overdue, and the customer is reminded. UNPAID: the
 * reminders are over, and no further invoices are made.
 */
export const subscriptionStatuses = [
  "INCOMPLETE",
  "TRIALING",
  "ACTIVE",
  "PAST_DUE",
  "PAUSED",
  "UNPAID",
  "CANCELLED",
] as const;
export type SubscriptionStatus = (typeof subscriptionStatuses)[number];

/** Why a subscription was cancelled. */
export const cancelReasons = ["MERCHANT", "CUSTOMER", "NEVER_PAID"] as const;
export type CancelReason = (typeof cancelReasons)[number];

/** What is charged each period, and by which calendar. Amounts are minor units of the currency. */
type TermsColumns = {
  currency: PricingUnit;
  amount: bigint;
  /** Null: whatever its organization takes at the time of a payment. */
  acceptedChains: number[] | null;
  acceptedTokens: TokenSymbol[] | null;
  interval: BillingInterval;
  /** Its days and months are those of this time zone: "Europe/Berlin". */
  timeZone: string;
};

/** What customers subscribe to. */
export type SubscriptionPackageTable = TermsColumns & {
  id: string;
  organizationId: string;
  mode: Mode;
  /** In its page's URL. No two packages ever have the same. */
  slug: string;
  name: string;
  description: string | null;
  trialDays: number;
  /** So long after its period began an invoice is overdue. */
  graceDays: number;
  buttonLabel: string | null;
  metadata: JSONColumnType<Record<string, string>>;
  active: boolean;
  createdAt: Date;
  updatedAt: Date;
};

/** An invoice each period to one customer, whether or not the last one was paid. */
export type RecurringPlanTable = TermsColumns & {
  id: string;
  organizationId: string;
  mode: Mode;
  title: string;
  description: string | null;
  customerName: string | null;
  customerEmail: string | null;
  /** When period 0 begins; all others are counted from it. */
  anchor: Date;
  /** No period begins from then on. */
  endsAt: Date | null;
  /** So long its invoices take payments. Milliseconds; null: for ever. */
  invoiceLife: bigint | null;
  /** So long after its period began an invoice is due. */
  dueDays: number;
  reminderPreset: ReminderPreset;
  metadata: JSONColumnType<Record<string, string>>;
  active: boolean;
  /** The last one that was invoiced; -1: none. */
  period: number;
  /** Also the lease. Null: nothing is to come. */
  nextActionAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

/** The terms of a package as they were agreed; the amount a decimal integer. */
export type StoredTerms = Omit<TermsColumns, "amount"> & {
  packageId: string;
  title: string;
  graceDays: number;
  amount: string;
};

/** A customer's subscription to a package, on the terms of the day on which it was agreed. */
export type SubscriptionTable = TermsColumns & {
  id: string;
  organizationId: string;
  mode: Mode;
  packageId: string;
  status: SubscriptionStatus;
  title: string;
  graceDays: number;
  customerName: string | null;
  customerEmail: string;
  /** The merchant's own reference of the customer. */
  externalCustomerRef: string | null;
  metadata: JSONColumnType<Record<string, string>>;
  /** When the period `anchorPeriod` begins; all later ones are counted from it. */
  anchor: Date;
  anchorPeriod: number;
  /** The last one that was invoiced; -1: none. */
  period: number;
  currentPeriodStart: Date | null;
  currentPeriodEnd: Date | null;
  trialEndsAt: Date | null;
  /** When its first invoice was paid, or its trial began. */
  activatedAt: Date | null;
  /** What was agreed for the next period on. */
  pendingTerms: JSONColumnType<StoredTerms | null>;
  cancelsAtPeriodEnd: Generated<boolean>;
  pausedAt: Date | null;
  cancelledAt: Date | null;
  cancelReason: CancelReason | null;
  /** Reminders of the invoice that is overdue. */
  remindersSent: Generated<number>;
  /** Also the lease. Null: nothing is to come. */
  nextActionAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

/** OPEN: its invoice takes payments. CLOSED: it was voided, credited or expired. */
export type CycleStatus = "OPEN" | "PAID" | "CLOSED";

/** One period of a plan or a subscription, with its invoice: there is never a second one of the same period. */
export type BillingCycleTable = {
  id: string;
  organizationId: string;
  mode: Mode;
  /** One of these two. */
  planId: string | null;
  subscriptionId: string | null;
  period: number;
  startsAt: Date;
  endsAt: Date;
  /** From then on it is overdue. */
  dueAt: Date;
  status: CycleStatus;
  /** Whether an event has said that it is paid. */
  announced: Generated<boolean>;
  /** Written in the same transaction. */
  invoiceId: string;
  createdAt: Date;
};

/** What opens a customer's page of a subscription. */
export type SubscriptionTokenTable = {
  /** SHA-256, in hexadecimal. */
  tokenHash: string;
  subscriptionId: string;
  expiresAt: Date;
  createdAt: Date;
};

export type SubscriptionPackage = Selectable<SubscriptionPackageTable>;
export type RecurringPlan = Selectable<RecurringPlanTable>;
export type Subscription = Selectable<SubscriptionTable>;
export type BillingCycle = Selectable<BillingCycleTable>;
