import type { BillingCycle, Subscription, SubscriptionStatus } from "../store/index.ts";
import { reminderDays } from "./dunning.ts";

/** What decides a subscription's state. */
export type Standing = Pick<
  Subscription,
  "cancelledAt" | "pausedAt" | "trialEndsAt" | "period" | "activatedAt" | "remindersSent"
>;

/** The one place that says in which state a subscription is; `oldest` is the first of its cycles that is not settled. */
export function statusOf(
  { cancelledAt, pausedAt, trialEndsAt, period, activatedAt, remindersSent }: Standing,
  oldest: Pick<BillingCycle, "dueAt"> | undefined,
  now: Date,
): SubscriptionStatus {
  if (cancelledAt !== null) return "CANCELLED";
  if (pausedAt !== null) return "PAUSED";
  if (trialEndsAt !== null && trialEndsAt > now && period === -1) return "TRIALING";
  if (activatedAt === null) return "INCOMPLETE";
  if (oldest === undefined || oldest.dueAt > now) return "ACTIVE";
  return remindersSent >= reminderDays.length ? "UNPAID" : "PAST_DUE";
}
