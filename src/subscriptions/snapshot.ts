import { invoiceId } from "../invoices/index.ts";
import type { PricingUnit, TokenSymbol } from "../protocol/index.ts";
import type {
  BillingCycle,
  BillingInterval,
  CancelReason,
  CycleStatus,
  Subscription,
  SubscriptionStatus,
} from "../store/index.ts";
import { cycleId, packageId, subscriptionId } from "./ids.ts";

/** A cycle with the id in its invoice's URL. */
export type LoadedCycle = BillingCycle & { readonly invoicePublicId: string };

/** A subscription with its last cycle; null before the first. */
export type LoadedSubscription = { readonly subscription: Subscription; readonly cycle: LoadedCycle | null };

/** A cycle as events carry it and views show it. */
export type CycleSnapshot = {
  readonly id: string;
  readonly period: number;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly dueAt: string;
  readonly status: CycleStatus;
  readonly invoiceId: string;
  readonly invoicePublicId: string;
};

/** A subscription at one moment, as events carry it and views show it. It survives JSON: amounts are decimal strings in minor units, times are ISO 8601. */
export type SubscriptionSnapshot = {
  readonly id: string;
  readonly packageId: string;
  readonly status: SubscriptionStatus;
  readonly title: string;
  readonly currency: PricingUnit;
  readonly amount: string;
  readonly acceptedChains: readonly number[] | null;
  readonly acceptedTokens: readonly TokenSymbol[] | null;
  readonly interval: BillingInterval;
  readonly timeZone: string;
  readonly graceDays: number;
  readonly customer: { readonly name: string | null; readonly email: string };
  readonly externalCustomerRef: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly currentPeriodStart: string | null;
  readonly currentPeriodEnd: string | null;
  readonly trialEndsAt: string | null;
  readonly activatedAt: string | null;
  readonly nextInvoiceAt: string | null;
  readonly cancelsAtPeriodEnd: boolean;
  readonly pausedAt: string | null;
  readonly cancelledAt: string | null;
  readonly cancelReason: CancelReason | null;
  readonly change: {
    readonly packageId: string;
    readonly title: string;
    readonly currency: PricingUnit;
    readonly amount: string;
    readonly interval: BillingInterval;
  } | null;
  readonly latestCycle: CycleSnapshot | null;
  readonly createdAt: string;
};

export function subscriptionSnapshot({ subscription, cycle }: LoadedSubscription): SubscriptionSnapshot {
  const { status, title, currency, acceptedChains, acceptedTokens, interval, timeZone, graceDays } = subscription;
  const { externalCustomerRef, metadata, cancelsAtPeriodEnd, cancelReason, pendingTerms } = subscription;
  const time = (value: Date | null) => value?.toISOString() ?? null;
  return {
    id: subscriptionId(subscription.id),
    packageId: packageId(subscription.packageId),
    status,
    title,
    currency,
    amount: subscription.amount.toString(),
    acceptedChains,
    acceptedTokens,
    interval,
    timeZone,
    graceDays,
    customer: { name: subscription.customerName, email: subscription.customerEmail },
    externalCustomerRef,
    metadata,
    currentPeriodStart: time(subscription.currentPeriodStart),
    currentPeriodEnd: time(subscription.currentPeriodEnd),
    trialEndsAt: time(subscription.trialEndsAt),
    activatedAt: time(subscription.activatedAt),
    nextInvoiceAt: time(nextInvoiceAt(subscription)),
    cancelsAtPeriodEnd,
    pausedAt: time(subscription.pausedAt),
    cancelledAt: time(subscription.cancelledAt),
    cancelReason,
    change: pendingTerms && {
      packageId: packageId(pendingTerms.packageId),
      title: pendingTerms.title,
      currency: pendingTerms.currency,
      amount: pendingTerms.amount,
      interval: pendingTerms.interval,
    },
    latestCycle: cycle && cycleSnapshot(cycle),
    createdAt: subscription.createdAt.toISOString(),
  };
}

export function cycleSnapshot(cycle: LoadedCycle): CycleSnapshot {
  const { period, startsAt, endsAt, dueAt, status, invoicePublicId } = cycle;
  return {
    id: cycleId(cycle.id),
    period,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    dueAt: dueAt.toISOString(),
    status,
    invoiceId: invoiceId(cycle.invoiceId),
    invoicePublicId,
  };
}

/** When the next invoice is made, as things stand; null: none is. */
export function nextInvoiceAt(subscription: Subscription): Date | null {
  const { status, cancelsAtPeriodEnd, currentPeriodEnd, anchor } = subscription;
  const goesOn = status === "TRIALING" || status === "ACTIVE" || status === "PAST_DUE" || status === "INCOMPLETE";
  return goesOn && !cancelsAtPeriodEnd ? (currentPeriodEnd ?? anchor) : null;
}
