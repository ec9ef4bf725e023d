import type { z } from "zod";
import { type LinkChange, type LinkInput, type LoadedLink, linkId } from "../../../../links/index.ts";
import { chainSlug, formatPrice } from "../../../../protocol/index.ts";
import { toSecond } from "../../../../schemas/index.ts";
import type { createNoCodeLinkBody, updateNoCodeLinkBody } from "./schemas.ts";

/** A new link in our words: paid in the token that it is priced in. */
export function inputOf(body: z.output<typeof createNoCodeLinkBody>): LinkInput {
  const { title, amount, currency, chainId, description, redirectUrl } = body;
  const acceptedChains = chainId == null ? null : [chainId];
  return { title, amount, currency, description, acceptedChains, acceptedTokens: [currency], successUrl: redirectUrl };
}

/** A change in our words. A price takes the place of whatever the payer could choose. */
export function changeOf(body: z.output<typeof updateNoCodeLinkBody>): LinkChange {
  const { title, amount, currency, chainId, description, redirectUrl, status } = body;
  return {
    title,
    description,
    successUrl: redirectUrl,
    ...(amount !== undefined && { amount, minimumAmount: null, maximumAmount: null }),
    ...(currency !== undefined && { currency, acceptedTokens: [currency] }),
    ...(chainId !== undefined && { acceptedChains: chainId === null ? null : [chainId] }),
    ...(status !== undefined && { active: status === "active" }),
  };
}

export function noCodeLinkView({ publicUrl }: { readonly publicUrl: string }, { link }: LoadedLink) {
  const [chainId, ...others] = link.acceptedChains ?? [];
  return {
    linkId: linkId(link.id),
    url: `${publicUrl}/l/${link.slug}`,
    title: link.title,
    description: link.description,
    amount: formatPrice(link.amount ?? link.minimumAmount ?? 0n, link.currency),
    currency: link.currency,
    chainId: chainId === undefined || others.length > 0 ? null : chainSlug(chainId),
    redirectUrl: link.successUrl,
    status: link.active ? ("active" as const) : ("inactive" as const),
    createdAt: toSecond(link.createdAt),
    updatedAt: toSecond(link.updatedAt),
  };
}
