/** A quantity on an invoice has so many decimals at most, and a rate of a tax, in percent, so many. */
export const quantityDecimals = 6;
export const taxRateDecimals = 4;

/** Of a percentage with its decimals. */
const rateUnit = 100n * 10n ** BigInt(taxRateDecimals);

/** More than all of it nobody takes. Scaled by the decimals of a rate. */
export const highestTaxRate = rateUnit;

/** What a line comes to, in minor units: rounded half up. */
export function lineAmount(quantity: bigint, unitPrice: bigint): bigint {
  return roundHalfUp(quantity * unitPrice, 10n ** BigInt(quantityDecimals));
}

/** What a tax on `base` comes to: rounded half up. */
export function taxAmount(base: bigint, rate: bigint): bigint {
  return roundHalfUp(base * rate, rateUnit);
}

function roundHalfUp(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}
