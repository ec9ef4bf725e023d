import type { Link } from "../../../../clients/typescript/types.ts";
import { formatMoney } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";

/** "$99.00", or what a payer may choose. */
export function priceOf({ amount, minimumAmount, maximumAmount, currency }: Link): string {
  if (amount !== null) return formatMoney(amount, currency);
  const from = formatMoney(minimumAmount ?? "0", currency);
  if (maximumAmount === null) return say("links.orMore", { amount: from });
  return say("links.range", { from, to: formatMoney(maximumAmount, currency) });
}
