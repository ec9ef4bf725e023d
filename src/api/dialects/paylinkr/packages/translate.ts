import type { z } from "zod";
import { formatPrice } from "../../../../protocol/index.ts";
import {
  type PackageChange,
  type PackageInput,
  packageId,
  type SubscriptionPackage,
} from "../../../../subscriptions/index.ts";
import type { createPayLinkrPackageBody, updatePayLinkrPackageBody } from "./schemas.ts";

/** What its body asks for, in our words. */
export function packageInputOf({
  asset,
  widgetButtonLabel,
  ...body
}: z.output<typeof createPayLinkrPackageBody>): PackageInput {
  return { ...body, currency: asset, acceptedTokens: [asset], buttonLabel: widgetButtonLabel };
}

/** The same of a change. */
export function packageChangeOf({
  asset,
  widgetButtonLabel,
  ...body
}: z.output<typeof updatePayLinkrPackageBody>): PackageChange {
  return { ...body, ...(asset && { currency: asset, acceptedTokens: [asset] }), buttonLabel: widgetButtonLabel };
}

/** A package as this API answers it. */
export function payLinkrPackageView({ publicUrl }: { readonly publicUrl: string }, offered: SubscriptionPackage) {
  const { name, slug, description, currency, acceptedTokens, interval, trialDays, buttonLabel, active } = offered;
  const id = packageId(offered.id);
  return {
    id,
    name,
    slug,
    ...(description !== null && { description }),
    asset: acceptedTokens?.[0] ?? "USDC",
    amount: formatPrice(offered.amount, currency),
    interval,
    trialDays,
    ...(buttonLabel !== null && { widgetButtonLabel: buttonLabel }),
    active,
    hostedUrl: `${publicUrl}/s/${slug}`,
    embedUrl: `${publicUrl}/embed/subscription/${id}`,
    createdAt: offered.createdAt.toISOString(),
    updatedAt: offered.updatedAt.toISOString(),
  };
}
