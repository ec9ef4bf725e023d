import type { ReclaimSpending } from "../relayer/index.ts";

/** Gas that returning the deposits of one payment may cost us over its life: about three returns, each with the deployment of an address. */
const mostGas = 750_000n;

/** So many returns wait for nothing: too much was sent, and a wrong token too. */
const returnsAtOnce = 2;

/** The next one waits for so long after the last, and each further one four times as long. Milliseconds. */
const firstInterval = 10 * 60_000;

/** Whether one more return of this much gas may be submitted for a payment: whoever sends again and again would have us pay for each. */
export function mayReturn({ count, gas, lastAt }: ReclaimSpending, further: bigint, now: Date): boolean {
  if (gas + further > mostGas) return false;
  if (lastAt === null || count < returnsAtOnce) return true;
  const interval = firstInterval * 4 ** (count - returnsAtOnce);
  return now.getTime() - lastAt.getTime() >= interval;
}
