import type { SubscriptionPackage } from "../../../../clients/typescript/types.ts";
import { formatMoney } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";

type Terms = Pick<SubscriptionPackage, "amount" | "currency" | "interval">;

/** "$9.00 every month". */
export function priceOf({ amount, currency, interval }: Terms): string {
  return say(`subscriptions.every.${interval}`, { amount: formatMoney(amount, currency) });
}
