import { type PricingUnit, pricingUnits } from "./currencies.ts";
import { InvalidDecimalError, parseDecimal } from "./decimal.ts";

/** Digits before the decimal point: less than a trillion of any currency. */
export const maxWholeDigits = 12;

/** Reads a price into minor units, exactly. Throws `InvalidDecimalError`, also for one that is too large to be paid. */
export function parseFiatAmount(text: string, unit: PricingUnit): bigint {
  const amount = parseDecimal(text, pricingUnits[unit]);
  const [whole = ""] = text.split(".");
  if (whole.length > maxWholeDigits) {
    throw new InvalidDecimalError(`"${text}" is too large: at most ${maxWholeDigits} digits before the point.`);
  }
  return amount;
}
