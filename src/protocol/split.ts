import type { Share } from "./payment.ts";

export type SplitAmounts = {
  /** What the payer pays: the sum of the gross shares. */
  readonly total: bigint;
  /** What the fee recipient gets: the sum of what was taken off each share. */
  readonly fee: bigint;
  /** What each recipient gets, in the order of the shares. */
  readonly net: readonly bigint[];
};

/** The fee on one gross share, in base units, rounded down. */
export function feeOf(amount: bigint, basisPoints: bigint): bigint {
  return (amount * basisPoints) / 10_000n;
}

/** What the payer of these shares pays. */
export function totalOf(shares: readonly Pick<Share, "amount">[]): bigint {
  return shares.reduce((sum, { amount }) => sum + amount, 0n);
}

/** The money rule of the router, off chain: `sum(net) + fee == total`, to the base unit. Equal to `PaymentRouter.amountsOf`. */
export function amountsOf(shares: readonly Pick<Share, "amount">[], basisPoints: bigint): SplitAmounts {
  let total = 0n;
  let fee = 0n;
  const net = shares.map(({ amount }) => {
    const taken = feeOf(amount, basisPoints);
    total += amount;
    fee += taken;
    return amount - taken;
  });
  return { total, fee, net };
}

/**
 * Divides `total` in proportion to `weights` by largest remainder: each part is rounded down, and the units left over go one each
 * to the largest remainders, the earlier one first where they tie. The parts always sum to `total`.
 */
export function allocate(total: bigint, weights: readonly bigint[]): bigint[] {
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0n);
  if (weightSum <= 0n || weights.some((weight) => weight < 0n)) {
    throw new RangeError("Cannot divide an amount: weights must not be negative and must sum to more than zero.");
  }
  const parts = weights.map((weight) => (total * weight) / weightSum);
  const remainders = weights.map((weight, index) => ({ index, remainder: (total * weight) % weightSum }));
  remainders.sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  const leftOver = total - parts.reduce((sum, part) => sum + part, 0n);
  for (const { index } of remainders.slice(0, Number(leftOver))) parts[index] = (parts[index] ?? 0n) + 1n;
  return parts;
}
