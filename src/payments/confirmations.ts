import type { LoadedPayment } from "./load-payment.ts";

/**
 * How many blocks hold a payment or stand on it: its own is the first. Counted when it is read, since every block changes it for every payment. Null
 * until the payment is on chain.
 */
export function confirmationsOf({ payment, head }: Pick<LoadedPayment, "payment" | "head">): number | null {
  if (payment.blockNumber === null || head === null) return null;
  return Number(head - payment.blockNumber) + 1;
}
