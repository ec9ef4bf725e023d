import type { z } from "zod";
import { type LinkChange, type LoadedLink, linkId } from "../../../links/index.ts";
import { InvalidPaymentError } from "../../../payments/index.ts";
import { formatPrice } from "../../../protocol/index.ts";
import type { updatePaymentLinkBody } from "./schemas.ts";

/** The fields of this API in our words. A price takes the place of whatever the payer could choose. */
export function changeOf({ fiatAmount, fiatCurrency, ...rest }: z.output<typeof updatePaymentLinkBody>): LinkChange {
  const price = fiatAmount === undefined ? {} : { amount: fiatAmount, minimumAmount: null, maximumAmount: null };
  return { ...rest, currency: fiatCurrency, ...price };
}

export function paymentLinkView({ publicUrl }: { readonly publicUrl: string }, { link }: LoadedLink) {
  return {
    id: linkId(link.id),
    object: "payment_link" as const,
    slug: link.slug,
    title: link.title,
    description: link.description,
    fiatAmount: formatPrice(link.amount ?? link.minimumAmount ?? 0n, link.currency),
    fiatCurrency: link.currency,
    successUrl: link.successUrl,
    cancelUrl: link.cancelUrl,
    active: link.active,
    checkoutUrl: `${publicUrl}/l/${link.slug}`,
    createdAt: link.createdAt.toISOString(),
    updatedAt: link.updatedAt.toISOString(),
  };
}

const names: Readonly<Record<string, string>> = {
  amount: "fiatAmount",
  merchantAmount: "fiatAmount",
  currency: "fiatCurrency",
};

/** Runs what may refuse a field, and names it as this API does. */
export async function inItsNames<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof InvalidPaymentError)) throw error;
    throw new InvalidPaymentError(
      error.issues.map(({ path: [first, ...rest], message }) => ({
        path: first === undefined ? [] : [names[first] ?? first, ...rest],
        message,
      })),
    );
  }
}
