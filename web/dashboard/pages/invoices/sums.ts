import { type PricingUnit, pricingUnits } from "../../../../src/protocol/currencies.ts";
import { parseDecimal } from "../../../../src/protocol/decimal.ts";
import { lineAmount, quantityDecimals, taxAmount, taxRateDecimals } from "../../../../src/protocol/invoice-sums.ts";
import { formatPrice } from "../../../../src/protocol/price.ts";
import type { Typed } from "../../components/form.tsx";
import { formatMoney } from "../../messages/format.ts";
import { linesOf, type Shape, taxesOf } from "./invoice-of-form.ts";

/** What an invoice will come to, as its page will say it. Null for what cannot be read yet. */
export type Sums = {
  readonly lines: readonly {
    readonly description: string;
    readonly quantity: string;
    readonly amount: string | null;
  }[];
  readonly taxes: readonly { readonly name: string; readonly rate: string; readonly amount: string | null }[];
  readonly total: string | null;
};

/** Adds up what is typed, by the same sums as the server's. */
export function sumsOf(typed: Typed, shape: Shape): Sums {
  const currency = (typed.currency ?? "USD") as PricingUnit;
  const say = (units: bigint | null) => (units === null ? null : formatMoney(formatPrice(units, currency), currency));
  const lines = linesOf(typed, shape).map((line) => {
    const quantity = read(line.quantity, quantityDecimals);
    const price = read(line.unitPrice, pricingUnits[currency]);
    return { ...line, units: quantity === null || price === null ? null : lineAmount(quantity, price) };
  });
  const taxes = taxesOf(typed, shape).map((tax) => {
    const taxed = tax.lines === null ? lines : tax.lines.flatMap((number) => lines[number - 1] ?? []);
    const base = sum(taxed);
    const rate = read(tax.rate, taxRateDecimals);
    return { ...tax, units: base === null || rate === null ? null : taxAmount(base, rate) };
  });
  const total = sum([...lines, ...taxes]);
  return {
    lines: lines.map(({ description, quantity, units }) => ({ description, quantity, amount: say(units) })),
    taxes: taxes.map(({ name, rate, units }) => ({ name, rate, amount: say(units) })),
    total: lines.length === 0 ? null : say(total),
  };
}

function read(text: string, decimals: number): bigint | null {
  // Nobody types more, and the API takes no more.
  if (text.length > 30) return null;
  try {
    return parseDecimal(text, decimals);
  } catch {
    return null;
  }
}

function sum(parts: readonly { readonly units: bigint | null }[]): bigint | null {
  return parts.reduce<bigint | null>(
    (total, { units }) => (total === null || units === null ? null : total + units),
    0n,
  );
}
