import type { LinkInput } from "../../links/index.ts";
import { type PricingUnit, pricingUnits } from "../../protocol/index.ts";
import { isStorableText } from "../../runtime/index.ts";
import type { NewImportedPayment } from "../imported-payments.ts";
import type { Charge, Checkout } from "./record.ts";

export const provider = "coinbase_commerce";

/** Under which a link says which checkout it stands for. */
const metadataKey = "coinbase_commerce_checkout";

/** Of what the payer chooses: the service had no least amount, and links here need one. */
const leastOpenAmount = "1";

/** A record that says what cannot be here. */
export class NotImportableError extends Error {
  override readonly name = "NotImportableError";
}

/** A checkout as a link: with its price, or for the payer to choose. Throws `NotImportableError`. */
export function linkOf({ id, name, description, pricing_type, local_price }: Checkout): LinkInput {
  const isFixed = pricing_type === "fixed_price";
  if (isFixed && !local_price) throw new NotImportableError("local_price: a fixed price has an amount and a currency");
  const currency = local_price?.currency ?? "USD";
  if (!Object.hasOwn(pricingUnits, currency)) {
    throw new NotImportableError(`local_price: ${currency} is none of ${Object.keys(pricingUnits).join(", ")}`);
  }
  return {
    title: name ?? "Payment",
    description,
    currency: currency as PricingUnit,
    ...(isFixed ? { amount: local_price?.amount } : { amount: null, minimumAmount: leastOpenAmount }),
    metadata: { [metadataKey]: id },
  };
}

/** A charge as history. */
export function paymentOf(charge: Charge, linkId: string | null): NewImportedPayment {
  const { timeline, pricing, local_price, web3_data } = charge;
  const last = timeline.at(-1);
  const price = pricing?.local ?? local_price;
  const paid = charge.payments.findLast(({ transaction_id }) => transaction_id !== null) ?? charge.payments.at(-1);
  const settled = web3_data?.success_events?.at(-1);
  const completed = timeline.findLast(({ status }) => status === "COMPLETED" || status === "RESOLVED");
  return {
    provider,
    externalId: charge.id,
    reference: charge.code,
    url: charge.hosted_url,
    title: charge.name,
    description: charge.description,
    amount: price?.amount ?? null,
    currency: price?.currency ?? null,
    status: last?.status ?? charge.status ?? "NEW",
    statusDetail: last?.context ?? null,
    linkId,
    network: paid?.network ?? null,
    token: paid?.value?.crypto?.currency ?? null,
    amountToken: paid?.value?.crypto?.amount ?? null,
    transactionHash: paid?.transaction_id ?? settled?.tx_hash ?? null,
    metadata: metadataOf(charge.metadata),
    createdAt: charge.created_at,
    paidAt: charge.confirmed_at ?? completed?.time ?? settled?.timestamp ?? paid?.detected_at ?? null,
    expiresAt: charge.expires_at ?? null,
  };
}

/** Fifty keys with text as values, as payments have them. */
function metadataOf(metadata: Charge["metadata"]): Record<string, string> {
  const texts = Object.entries(metadata ?? {}).map(([key, value]) => [
    key.slice(0, 100),
    (typeof value === "string" ? value : JSON.stringify(value)).slice(0, 500),
  ]);
  return Object.fromEntries(texts.filter((pair) => pair.every((part) => isStorableText(part ?? ""))).slice(0, 50));
}
