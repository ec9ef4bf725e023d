import { remindOfInvoice } from "../invoices/index.ts";
import type { SubscriptionEventType } from "../protocol/index.ts";
import type { BillingCycle, DatabaseTransaction, Subscription } from "../store/index.ts";
import { addDays, type Period, periodAt, startOf } from "./calendar.ts";
import type { SubscriptionsContext } from "./context.ts";
import { reminderAt, remindersDue } from "./dunning.ts";
import { subscriptionId } from "./ids.ts";
import { mailPortalLink } from "./mail-portal-link.ts";
import { makeCycle } from "./make-cycle.ts";
import { organizationOf } from "./organization-of.ts";
import { recordSubscriptionEvents } from "./record-event.ts";
import { announcePaid, cycleStatusOf, openCycles, setCycleStatus, wasLastClosed } from "./settle-cycles.ts";
import { statusOf } from "./state.ts";
import { storeSubscription } from "./store-subscription.ts";

/** So long the first invoice of a subscription can be paid. */
const firstInvoiceDays = 7;

/** Between two looks at an overdue invoice whose payment is on chain. */
const paymentPause = 60 * 60_000;

type Run = {
  readonly context: SubscriptionsContext;
  readonly transaction: DatabaseTransaction;
  readonly now: Date;
  readonly events: SubscriptionEventType[];
};

export type AdvanceOptions = {
  /** False: whoever asks leads the customer to the first invoice, so no mail does. */
  readonly notify?: boolean;
};

/**
 * Brings a locked subscription up to the clock and to its invoices: reminds, makes the cycle of the period that it is now, and says what has changed. Whatever it does is in one transaction,
 * so it is done once, and the same again does nothing. Periods that passed while no worker ran are not made up for. Answers it as it is then.
 */
export async function advance(
  context: SubscriptionsContext,
  transaction: DatabaseTransaction,
  before: Subscription,
  events: readonly SubscriptionEventType[] = [],
  { notify = true }: AdvanceOptions = {},
): Promise<Subscription> {
  const run: Run = { context, transaction, now: context.clock(), events: [...events] };
  let subscription = await hearPaid(run, before);
  subscription = await endIfOver(run, subscription);
  let open = await openCycles(transaction, subscription);
  let waitsUntil: Date | undefined;
  if (isRunning(subscription)) {
    ({ subscription, open, waitsUntil } = await remind(run, subscription, open));
    const due = periodDue(run, before, subscription, open);
    if (due) {
      const made = await beginPeriod(run, due.subscription, due.period, notify);
      subscription = made.subscription;
      if (made.cycle) open = [...open, made.cycle];
    }
  }
  const status = statusOf(subscription, open[0], run.now);
  if (status !== before.status && isAnnounced(status)) run.events.push(`subscription.${eventNames[status]}`);
  const nextActionAt = waitsUntil ?? nextActionOf({ ...subscription, status }, open[0], run.now);
  const stored = await storeSubscription(transaction, { ...subscription, status, nextActionAt, updatedAt: run.now });
  if (run.events.some(isWelcome(stored))) await mailPortalLink(context, transaction, stored);
  await recordSubscriptionEvents(transaction, stored, run.events, run.now);
  return stored;
}

/** When a customer gets the link to a subscription by itself: with the first payment, or as a trial begins. */
function isWelcome({ status }: Subscription) {
  return (type: SubscriptionEventType) =>
    type === "subscription.activated" || (type === "subscription.created" && status === "TRIALING");
}

const eventNames = { PAST_DUE: "past_due", UNPAID: "unpaid", PAUSED: "paused", CANCELLED: "cancelled" } as const;

function isAnnounced(status: Subscription["status"]): status is keyof typeof eventNames {
  return Object.hasOwn(eventNames, status);
}

const isRunning = ({ cancelledAt, pausedAt }: Subscription) => cancelledAt === null && pausedAt === null;

/** What was paid since: the first payment makes it active, also one that came after it was given up. */
async function hearPaid(run: Run, subscription: Subscription): Promise<Subscription> {
  const paid = await announcePaid(run.transaction, subscription);
  if (paid.length === 0) return subscription;
  const isFirst = subscription.activatedAt === null;
  for (const [index] of paid.entries()) {
    run.events.push(isFirst && index === 0 ? "subscription.activated" : "subscription.renewed");
  }
  const wasGivenUp = subscription.cancelReason === "NEVER_PAID";
  return {
    ...subscription,
    activatedAt: subscription.activatedAt ?? run.now,
    remindersSent: 0,
    ...(wasGivenUp && { cancelledAt: null, cancelReason: null }),
  };
}

/** Cancels one whose period is over and was to be its last, and one whose first invoice can no longer be paid. */
async function endIfOver({ transaction, now }: Run, subscription: Subscription): Promise<Subscription> {
  const { cancelsAtPeriodEnd, activatedAt, period } = subscription;
  if (subscription.cancelledAt !== null) return subscription;
  if (cancelsAtPeriodEnd && endOf(subscription) <= now) return { ...subscription, cancelledAt: now };
  const isGivenUp = activatedAt === null && period >= 0 && (await wasLastClosed(transaction, subscription));
  return isGivenUp ? { ...subscription, cancelledAt: now, cancelReason: "NEVER_PAID" } : subscription;
}

/** When what is paid for, or the trial, ends. */
export function endOf({ currentPeriodEnd, anchor }: Subscription): Date {
  return currentPeriodEnd ?? anchor;
}

/** Reminds of the oldest invoice that is overdue. It is asked itself whether it was paid a moment ago; while a payment is on chain nobody is reminded. */
async function remind(run: Run, subscription: Subscription, open: BillingCycle[]) {
  const [oldest, ...later] = open;
  if (oldest === undefined || subscription.activatedAt === null) return { subscription, open };
  const due = remindersDue(oldest.dueAt, run.now);
  if (due <= subscription.remindersSent) return { subscription, open };
  const invoice = await remindOfInvoice(run.context, run.transaction, oldest.invoiceId);
  if (invoice.status === "PROCESSING") {
    return { subscription, open, waitsUntil: new Date(run.now.getTime() + paymentPause) };
  }
  const status = cycleStatusOf(invoice.status);
  if (status === "OPEN") return { subscription: { ...subscription, remindersSent: due }, open };
  await setCycleStatus(run.transaction, oldest.invoiceId, status);
  return { subscription: { ...(await hearPaid(run, subscription)), remindersSent: 0 }, open: later };
}

/** The period that is to be invoiced now, if one is. One that was not paid for, or paused, goes on with a period that begins now. */
function periodDue(
  { now }: Run,
  before: Subscription,
  subscription: Subscription,
  [oldest]: readonly BillingCycle[],
): { readonly subscription: Subscription; readonly period: Period } | undefined {
  const status = statusOf(subscription, oldest, now);
  const isFirst = subscription.period === -1;
  if (status === "UNPAID" || status === "TRIALING" || (status === "INCOMPLETE" && !isFirst)) return undefined;
  if (subscription.anchor > now) return undefined;
  const wasStopped = ["UNPAID", "PAUSED", "CANCELLED"].includes(before.status);
  const next = subscription.period + 1;
  const begins = wasStopped && startOf(subscription, next) <= now;
  const restarted = begins ? { ...subscription, anchor: now, anchorPeriod: next } : subscription;
  const period = periodAt(restarted, now);
  return period.period > subscription.period ? { subscription: restarted, period } : undefined;
}

/** Makes the cycle of a period, on the terms that were agreed for it. */
async function beginPeriod(run: Run, subscription: Subscription, period: Period, notify: boolean) {
  const { context, transaction, now } = run;
  const { changed, current } = withAgreedTerms(subscription, period);
  if (changed !== subscription) run.events.push("subscription.updated");
  const merchant = await organizationOf(transaction, changed.organizationId);
  const isCollected = (await context.collector?.collects(transaction, changed)) ?? false;
  const cycle = await makeCycle(
    context,
    transaction,
    merchant,
    changed,
    { planId: null, subscriptionId: changed.id },
    current,
    {
      ...changed,
      metadata: { ...changed.metadata, subscriptionId: subscriptionId(changed.id) },
      dueAt: addDays(maxOf(current.startsAt, now), changed.graceDays, changed.timeZone),
      expiresAt: changed.activatedAt === null ? addDays(now, firstInvoiceDays, changed.timeZone) : null,
      reminderPreset: "NONE",
      notify: notify && !isCollected,
    },
  );
  if (cycle) run.events.push("subscription.invoiced");
  const begun = { period: current.period, currentPeriodStart: current.startsAt, currentPeriodEnd: current.endsAt };
  return { cycle, subscription: { ...changed, ...begun } };
}

/** With what was agreed for the next period; another calendar is counted from its beginning. */
function withAgreedTerms(subscription: Subscription, period: Period) {
  const { pendingTerms } = subscription;
  if (pendingTerms === null) return { changed: subscription, current: period };
  const isOther = pendingTerms.interval !== subscription.interval || pendingTerms.timeZone !== subscription.timeZone;
  const calendar = isOther ? { anchor: period.startsAt, anchorPeriod: period.period } : {};
  const terms = { ...pendingTerms, amount: BigInt(pendingTerms.amount), pendingTerms: null };
  const changed = { ...subscription, ...terms, ...calendar };
  return { changed, current: { ...period, endsAt: startOf(changed, period.period + 1) } };
}

/** When there is something to be done next; null: nothing, unless somebody does something. */
function nextActionOf(subscription: Subscription, oldest: BillingCycle | undefined, now: Date): Date | null {
  const { status, cancelsAtPeriodEnd, remindersSent, period } = subscription;
  if (status === "CANCELLED") return null;
  if (status === "PAUSED") return cancelsAtPeriodEnd ? endOf(subscription) : null;
  const times: Date[] = [];
  if (cancelsAtPeriodEnd) times.push(endOf(subscription));
  if (status === "TRIALING" || period === -1) times.push(subscription.anchor);
  else if (status === "ACTIVE" || status === "PAST_DUE") times.push(startOf(subscription, period + 1));
  if (oldest !== undefined && status !== "INCOMPLETE") {
    if (oldest.dueAt > now) times.push(oldest.dueAt);
    const reminder = reminderAt(oldest.dueAt, remindersSent);
    if (reminder) times.push(reminder);
  }
  return times.length === 0 ? null : new Date(Math.min(...times.map((time) => time.getTime())));
}

const maxOf = (one: Date, other: Date) => (one > other ? one : other);
