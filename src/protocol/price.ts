import { type PricingUnit, pricingUnits } from "./currencies.ts";
import { formatDecimal, parseDecimal } from "./decimal.ts";

/** A payment's amount is below this, in base units of whatever token: far above all money, and within reach of every sum and database. */
export const tokenAmountBound = 2n ** 128n;

/** Rates carry at most this many decimals. */
const rateDecimals = 18;

/**
 * Converts fiat minor units into token base units at `rate` (token units per one fiat unit), rounding up at the token's precision: the
 * merchant never gets less than the price.
 */
export function fiatToToken(amount: bigint, unit: PricingUnit, rate: string, tokenDecimals: number): bigint {
  const numerator = amount * parseDecimal(rate, rateDecimals) * 10n ** BigInt(tokenDecimals);
  const denominator = 10n ** BigInt(rateDecimals + pricingUnits[unit]);
  return (numerator + denominator - 1n) / denominator;
}

/** Base units of a token as a price in it is written: with two decimals at least. */
export function formatTokenPrice(amount: bigint, decimals: number): string {
  return formatDecimal(amount, decimals).replace(/(\.\d\d\d*?)0+$/, "$1");
}

/** A price as it is written: of a currency with all its decimals, of a token with two at least. */
export function formatPrice(amount: bigint, unit: PricingUnit): string {
  const decimals = pricingUnits[unit];
  const written = formatDecimal(amount, decimals);
  return decimals <= 2 ? written : written.replace(/0{1,4}$/, "");
}
