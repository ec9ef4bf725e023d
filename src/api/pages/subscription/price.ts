import type { PricingUnit } from "../../../protocol/index.ts";
import type { BillingInterval } from "../../../store/index.ts";
import { money } from "../money.ts";
import type { Writing } from "../writing.ts";

type Price = { readonly amount: bigint | string; readonly currency: PricingUnit; readonly interval: BillingInterval };

/** "$99.00 a month". */
export function priceText({ amount, currency, interval }: Price, { language, say }: Writing): string {
  return say(`subscription.price.${interval}`, { amount: money(BigInt(amount), currency, language) });
}
