import { type LoadedLink, linkId, sellersOf } from "../../../links/index.ts";
import { formatPrice } from "../../../protocol/index.ts";

export type LinkViewContext = {
  /** Where this server is reached from outside, without a slash at the end. */
  readonly publicUrl: string;
};

/** A link as its merchant sees it. Unknown is null, never absent. */
export function linkView({ publicUrl }: LinkViewContext, { link, paidPayments }: LoadedLink) {
  const text = (units: bigint | null) => (units === null ? null : formatPrice(units, link.currency));
  return {
    id: linkId(link.id),
    slug: link.slug,
    url: `${publicUrl}/l/${link.slug}`,
    title: link.title,
    description: link.description,
    currency: link.currency,
    amount: text(link.amount),
    minimumAmount: text(link.minimumAmount),
    maximumAmount: text(link.maximumAmount),
    sellers: sellersOf(link),
    acceptedChains: link.acceptedChains,
    acceptedTokens: link.acceptedTokens,
    paymentLimit: link.paymentLimit,
    paidPayments,
    metadata: link.metadata,
    successUrl: link.successUrl,
    cancelUrl: link.cancelUrl,
    active: link.active,
    createdAt: link.createdAt.toISOString(),
    updatedAt: link.updatedAt.toISOString(),
  };
}
