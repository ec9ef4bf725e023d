export type FiatSplit = {
  readonly fee: bigint;
  readonly merchantNet: bigint;
  readonly sellersNet: readonly bigint[];
};

/**
 * The split in fiat minor units, for people to read; the chain splits token units. Nets are rounded down, so that nobody is promised
 * more than arrives, and the fee takes the rest: the printed figures always sum to the amount.
 */
export function fiatSplit(merchantAmount: bigint, sellers: readonly bigint[], feeBasisPoints: bigint): FiatSplit {
  const netOf = (gross: bigint) => (gross * (10_000n - feeBasisPoints)) / 10_000n;
  const merchantNet = netOf(merchantAmount);
  const sellersNet = sellers.map(netOf);
  const gross = sellers.reduce((sum, amount) => sum + amount, merchantAmount);
  const net = sellersNet.reduce((sum, amount) => sum + amount, merchantNet);
  return { fee: gross - net, merchantNet, sellersNet };
}
