import type { Actor } from "../access/index.ts";
import type { SubscriptionEventType } from "../protocol/index.ts";
import type { DatabaseTransaction, Owner, StoredTerms, Subscription, SubscriptionPackage } from "../store/index.ts";
import { advance } from "./advance.ts";
import { recordAudit } from "./audit.ts";
import type { SubscriptionsContext } from "./context.ts";
import { PackageInactiveError, SubscriptionNotFoundError, SubscriptionStateError } from "./errors.ts";
import { packageId, subscriptionId } from "./ids.ts";
import { loadPackage } from "./load-package.ts";
import { findSubscription, withLatestCycle } from "./load-subscription.ts";
import type { LoadedSubscription } from "./snapshot.ts";
import { lockSubscription } from "./store-subscription.ts";

/** What a merchant, or the customer, wants of a subscription. */
export type SubscriptionAction =
  | { readonly type: "pause" }
  | { readonly type: "resume" }
  | { readonly type: "cancel"; readonly atPeriodEnd: boolean }
  /** From the next period on, on the package's terms of today; null: the change that was agreed is off. */
  | { readonly type: "changePackage"; readonly packageId: string | null };

/** Who acts: one with access, or the customer. */
export type SubscriptionActor = Actor | "customer";

type Step = { readonly changed: Subscription; readonly event?: SubscriptionEventType };

/**
 * Pauses, resumes or cancels a subscription, or changes its package. What is so already is done. Throws `SubscriptionNotFoundError`, `SubscriptionStateError`, `PackageNotFoundError`,
 * `PackageInactiveError`.
 */
export async function changeSubscription(
  context: SubscriptionsContext,
  id: string,
  action: SubscriptionAction,
  owner: Owner,
  actor: SubscriptionActor,
): Promise<LoadedSubscription> {
  return context.database
    .transaction()
    .execute((transaction) => changeSubscriptionWithin(context, transaction, id, action, owner, actor));
}

/** The same in a transaction of the caller's. */
export async function changeSubscriptionWithin(
  context: SubscriptionsContext,
  transaction: DatabaseTransaction,
  id: string,
  action: SubscriptionAction,
  owner: Owner,
  actor: SubscriptionActor,
): Promise<LoadedSubscription> {
  const found = await findSubscription(transaction, id, owner);
  if (!found) throw new SubscriptionNotFoundError(id);
  const before = await lockSubscription(transaction, found.id);
  const now = context.clock();
  const step = await stepOf(transaction, before, action, actor, now);
  if (step === undefined) return withLatestCycle(transaction, before);
  const subscription = await advance(context, transaction, step.changed, step.event ? [step.event] : []);
  if (actor !== "customer") await audit(transaction, action, before, subscription, actor, now);
  return withLatestCycle(transaction, subscription);
}

async function stepOf(
  transaction: DatabaseTransaction,
  before: Subscription,
  action: SubscriptionAction,
  actor: SubscriptionActor,
  now: Date,
): Promise<Step | undefined> {
  const { status } = before;
  const refuse = (message: string) => new SubscriptionStateError(status, `The subscription is ${status}: ${message}`);
  if (action.type === "cancel") {
    if (status === "CANCELLED") return undefined;
    const cancelReason = actor === "customer" ? "CUSTOMER" : "MERCHANT";
    if (!action.atPeriodEnd) return { changed: { ...before, cancelledAt: now, cancelReason } };
    if (before.cancelsAtPeriodEnd) return undefined;
    return { changed: { ...before, cancelsAtPeriodEnd: true, cancelReason }, event: "subscription.updated" };
  }
  if (status === "CANCELLED") throw refuse("make a new one.");
  if (action.type === "pause") {
    if (status === "PAUSED") return undefined;
    if (status === "INCOMPLETE") throw refuse("its first invoice is not paid yet.");
    return { changed: { ...before, pausedAt: now } };
  }
  if (action.type === "resume") {
    // Also takes back that it was to be cancelled.
    if (status !== "PAUSED" && !before.cancelsAtPeriodEnd) return undefined;
    const changed = { ...before, pausedAt: null, cancelsAtPeriodEnd: false, cancelReason: null };
    return { changed, event: status === "PAUSED" ? "subscription.resumed" : "subscription.updated" };
  }
  if (status === "INCOMPLETE") throw refuse("its first invoice is not paid yet.");
  const pendingTerms = action.packageId === null ? null : await termsOf(transaction, action.packageId, before);
  return { changed: { ...before, pendingTerms }, event: "subscription.updated" };
}

async function termsOf(transaction: DatabaseTransaction, id: string, owner: Owner): Promise<StoredTerms> {
  const offered: SubscriptionPackage = await loadPackage(transaction, id, owner);
  if (!offered.active) throw new PackageInactiveError();
  const { name: title, amount, currency, acceptedChains, acceptedTokens, interval, timeZone, graceDays } = offered;
  const terms = { currency, acceptedChains, acceptedTokens, interval, timeZone, graceDays };
  return { packageId: offered.id, title, amount: amount.toString(), ...terms };
}

async function audit(
  transaction: DatabaseTransaction,
  action: SubscriptionAction,
  before: Subscription,
  after: Subscription,
  actor: Actor,
  now: Date,
): Promise<void> {
  const of = ({ status, cancelsAtPeriodEnd, pendingTerms }: Subscription) => {
    return { status, cancelsAtPeriodEnd, nextPackageId: pendingTerms && packageId(pendingTerms.packageId) };
  };
  const target = { type: "subscription", id: subscriptionId(after.id) };
  const names = { pause: "paused", resume: "resumed", cancel: "cancelled", changePackage: "updated" } as const;
  const change = {
    organizationId: after.organizationId,
    action: `subscription.${names[action.type]}`,
    target,
  } as const;
  await recordAudit(transaction, change, { before: of(before), after: of(after) }, actor, now);
}
