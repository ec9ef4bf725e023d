import { formatPrice } from "../../../protocol/index.ts";
import type { SubscriptionPackage } from "../../../store/index.ts";
import { packageId } from "../../../subscriptions/index.ts";

type ViewContext = { readonly publicUrl: string };

/** Where customers subscribe to a package. */
export function packageUrl({ publicUrl }: ViewContext, { slug }: Pick<SubscriptionPackage, "slug">): string {
  return `${publicUrl}/s/${slug}`;
}

/** A package as its merchant sees it. */
export function packageView(context: ViewContext, offered: SubscriptionPackage) {
  const { slug, name, description, currency, acceptedChains, acceptedTokens, interval, timeZone } = offered;
  const { trialDays, graceDays, buttonLabel, metadata, active, createdAt, updatedAt } = offered;
  return {
    id: packageId(offered.id),
    slug,
    url: packageUrl(context, offered),
    name,
    description,
    currency,
    amount: formatPrice(offered.amount, currency),
    acceptedChains,
    acceptedTokens,
    interval,
    timeZone,
    trialDays,
    graceDays,
    buttonLabel,
    metadata,
    active,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
