import type { Mandate } from "../../../../clients/typescript/types.ts";
import { formatToken } from "../../messages/format.ts";
import { sayCount } from "../../messages/index.ts";

/** "10.00 USDC every month". */
export function priceOf({ amount, token, interval }: Pick<Mandate, "amount" | "token" | "interval">): string {
  const values = { amount: formatToken(amount, token) };
  return interval.unit === "MONTH"
    ? sayCount("mandates.everyMonths", interval.count, values)
    : sayCount("mandates.everyDays", interval.count, values);
}
