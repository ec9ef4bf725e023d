import { invoiceUrl } from "../../../invoices/index.ts";
import { formatPrice } from "../../../protocol/index.ts";
import type { CycleSnapshot, SubscriptionSnapshot } from "../../../subscriptions/index.ts";

type ViewContext = { readonly publicUrl: string };

export function cycleView(context: ViewContext, { invoicePublicId, ...cycle }: CycleSnapshot) {
  return { ...cycle, invoiceUrl: invoiceUrl(context, invoicePublicId) };
}

/** A subscription as its merchant sees it. Unknown is null, never absent. */
export function subscriptionView(context: ViewContext, subscription: SubscriptionSnapshot) {
  const { currency, acceptedChains, acceptedTokens, change, latestCycle } = subscription;
  const price = (units: string, unit = currency) => formatPrice(BigInt(units), unit);
  return {
    ...subscription,
    amount: price(subscription.amount),
    // As an answer has them, which are the caller's to change.
    acceptedChains: acceptedChains && [...acceptedChains],
    acceptedTokens: acceptedTokens && [...acceptedTokens],
    change: change && { ...change, amount: price(change.amount, change.currency) },
    latestCycle: latestCycle && cycleView(context, latestCycle),
  };
}
