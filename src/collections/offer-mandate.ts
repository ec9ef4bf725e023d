import { createMandate, type MandateInput } from "../mandates/index.ts";
import { payableChains } from "../payments/index.ts";
import { formatPrice, pricingUnits, type TokenSymbol } from "../protocol/index.ts";
import type { BillingInterval, Mandate, Organization, Subscription, SubscriptionPackage } from "../store/index.ts";
import { type LoadedSubscription, nextInvoiceAt, subscriptionId } from "../subscriptions/index.ts";
import type { CollectionsContext } from "./context.ts";
import { isChargeable, isOfPrice, mandatesOf, subscriptionSourceType } from "./mandate-of.ts";

const day = 24 * 60 * 60_000;

/** A period of each interval, and so many that it is about a year: an allowance is for all of them. */
const terms: Readonly<Record<BillingInterval, Pick<MandateInput, "interval" | "periods">>> = {
  DAILY: { interval: { unit: "DAY", count: 1 }, periods: 365 },
  WEEKLY: { interval: { unit: "DAY", count: 7 }, periods: 52 },
  BIWEEKLY: { interval: { unit: "DAY", count: 14 }, periods: 26 },
  MONTHLY: { interval: { unit: "MONTH", count: 1 }, periods: 12 },
  QUARTERLY: { interval: { unit: "MONTH", count: 3 }, periods: 4 },
  YEARLY: { interval: { unit: "MONTH", count: 12 }, periods: 2 },
};

/** In what somebody can have a subscription charged. */
export type WayToSign = { readonly chainId: number; readonly chainName: string; readonly token: TokenSymbol };

type Priced = Pick<
  Subscription | SubscriptionPackage,
  "organizationId" | "mode" | "currency" | "amount" | "acceptedChains" | "acceptedTokens"
>;

/** The tokens in which a price can be charged by one signature; none where the server has no mandates, or the price is in no token's currency. */
export async function waysToSign(context: CollectionsContext, priced: Priced): Promise<WayToSign[]> {
  if (context.mandates === null || !context.settlesDeposits) return [];
  const { acceptedChains, acceptedTokens, amount, currency } = priced;
  const isAccepted = <Value>(accepted: readonly Value[] | null, value: Value) => accepted?.includes(value) ?? true;
  // Less than one unit is never worth its gas.
  if (amount < 10n ** BigInt(pricingUnits[currency])) return [];
  const chains = await payableChains(context, priced);
  return chains
    .filter(({ id }) => isAccepted(acceptedChains, id))
    .flatMap(({ id, name, tokens }) =>
      tokens
        .filter((token) => isChargeable(priced, token) && isAccepted(acceptedTokens, token.symbol))
        .map(({ symbol }) => ({ chainId: id, chainName: name, token: symbol })),
    );
}

/** When the first period of a mandate begins: with the one that is to be paid, while its charge is in time, else with the next. Null: nothing is to come. */
function firstPeriod({ subscription, cycle }: LoadedSubscription, now: Date): Date | null {
  if (cycle?.status === "OPEN") {
    const length = cycle.endsAt.getTime() - cycle.startsAt.getTime();
    // Its window is half of it, and there has to be time to sign.
    const isInTime = now.getTime() < cycle.startsAt.getTime() + Math.min(length / 4, 14 * day);
    if (isInTime) return cycle.startsAt;
  }
  const next = nextInvoiceAt(subscription);
  return next !== null && next > now ? next : null;
}

/**
 * The mandate by which a customer can have a subscription charged from a wallet, for signing at its page: the one that waits for that already, or a new one. Undefined where nothing could be charged. Throws what `createMandate`
 * throws.
 */
export async function offerMandate(
  context: CollectionsContext,
  merchant: Organization,
  loaded: LoadedSubscription,
  { chainId, token }: Pick<WayToSign, "chainId" | "token">,
): Promise<Mandate | undefined> {
  const { subscription } = loaded;
  const now = context.clock();
  const ways = await waysToSign(context, subscription);
  const begins = firstPeriod(loaded, now);
  const isOffered = ways.some((way) => way.chainId === chainId && way.token === token);
  if (!isOffered || begins === null || subscription.status === "CANCELLED") return undefined;
  const startsAt = new Date(Math.floor(begins.getTime() / 1_000) * 1_000);
  const waiting = (await mandatesOf(context.database, subscription, "PENDING")).find(
    (mandate) =>
      mandate.chainId === chainId &&
      mandate.token === token &&
      mandate.start?.getTime() === startsAt.getTime() &&
      isOfPrice(mandate, subscription),
  );
  if (waiting) return waiting;
  return createMandate(context, merchant, subscription.mode, {
    ...terms[subscription.interval],
    title: subscription.title,
    chainId,
    token,
    amount: formatPrice(subscription.amount, subscription.currency),
    startsAt,
    mayHaveBegun: true,
    source: { type: subscriptionSourceType, id: subscriptionId(subscription.id) },
  });
}
