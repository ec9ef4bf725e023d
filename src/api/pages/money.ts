import { currencies, formatDecimal, type PricingUnit, pricingUnits } from "../../protocol/index.ts";
import type { Language } from "../../store/index.ts";

/** An amount as people read it: "$1,250.00", "12.50 USDC". */
export function money(units: bigint, unit: PricingUnit, language: Language = "en"): string {
  const decimals = pricingUnits[unit];
  const text = formatDecimal(units, decimals) as Intl.StringNumericLiteral;
  if (!(unit in currencies)) {
    const digits = { minimumFractionDigits: 2, maximumFractionDigits: decimals };
    return `${new Intl.NumberFormat(language, digits).format(text)} ${unit}`;
  }
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat(language, { style: "currency", currency: unit, ...digits }).format(text);
}
