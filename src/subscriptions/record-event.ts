import { appendEvent } from "../events/index.ts";
import type { SubscriptionEventType } from "../protocol/index.ts";
import type { DatabaseTransaction, Subscription } from "../store/index.ts";
import { withLatestCycle } from "./load-subscription.ts";
import { type SubscriptionSnapshot, subscriptionSnapshot } from "./snapshot.ts";

/** What events are about. */
export const subscriptionSubject = "subscription";

/** What an event about a subscription holds: all that a view of it needs, as it was when the event was written. */
export type SubscriptionEventData = { readonly subscription: SubscriptionSnapshot };

/** Writes events about a subscription as it is now, in the transaction of the change that they announce. */
export async function recordSubscriptionEvents(
  transaction: DatabaseTransaction,
  subscription: Subscription,
  types: readonly SubscriptionEventType[],
  now: Date,
): Promise<void> {
  if (types.length === 0) return;
  const { id, organizationId, mode } = subscription;
  const data: SubscriptionEventData = {
    subscription: subscriptionSnapshot(await withLatestCycle(transaction, subscription)),
  };
  for (const type of types) {
    await appendEvent(
      transaction,
      { organizationId, mode, subject: { type: subscriptionSubject, id }, type, data },
      now,
    );
  }
}
