import type { Issue } from "../payments/index.ts";
import {
  formatPrice,
  highestTaxRate,
  InvalidDecimalError,
  lineAmount,
  type PricingUnit,
  parseDecimal,
  parseFiatAmount,
  quantityDecimals,
  taxAmount,
  taxRateDecimals,
} from "../protocol/index.ts";
import type { StoredInvoiceLine, StoredInvoiceTax } from "../store/index.ts";

/** A line as a merchant writes it. */
export type InvoiceLineInput = {
  readonly description: string;
  /** A plain decimal; left out: 1. */
  readonly quantity?: string | undefined;
  readonly unitPrice: string;
};

/** A tax as a merchant writes it: what rate and name are right is the merchant's to know. */
export type InvoiceTaxInput = {
  readonly name: string;
  /** Percent, a plain decimal. */
  readonly rate: string;
  /** The numbers of the lines that it is on, from 1; left out: all. */
  readonly lines?: readonly number[] | null | undefined;
};

/** What an invoice comes to, in minor units. */
export type Figures = {
  readonly lines: StoredInvoiceLine[];
  readonly taxes: StoredInvoiceTax[];
  readonly subtotal: bigint;
  readonly total: bigint;
};

/**
 * Adds an invoice up: each line and each tax is rounded half up to the currency's minor unit, and sums are of what was rounded, so that whoever adds up what is printed gets
 * the same. What is wrong is pushed to `issues`.
 */
export function figuresOf(
  lines: readonly InvoiceLineInput[],
  taxes: readonly InvoiceTaxInput[],
  currency: PricingUnit,
  issues: Issue[],
): Figures {
  const stored = lines.map((line, index) => readLine(line, index, currency, issues));
  const subtotal = sum(stored);
  const storedTaxes = taxes.map((tax, index) => readTax(tax, index, stored, issues));
  const total = subtotal + sum(storedTaxes);
  if (issues.length === 0) checkTotal(total, currency, issues);
  return { lines: stored, taxes: storedTaxes, subtotal, total };
}

function readLine(
  { description, quantity = "1", unitPrice }: InvoiceLineInput,
  index: number,
  currency: PricingUnit,
  issues: Issue[],
): StoredInvoiceLine {
  const count = read(() => parseDecimal(quantity, quantityDecimals), ["lines", index, "quantity"], issues);
  if (count === 0n) issues.push({ path: ["lines", index, "quantity"], message: "The quantity must be above zero." });
  const price = read(() => parseFiatAmount(unitPrice, currency), ["lines", index, "unitPrice"], issues) ?? 0n;
  const amount = lineAmount(count ?? 0n, price);
  return { description, quantity, unitPrice: price.toString(), amount: amount.toString() };
}

function readTax(
  { name, rate, lines }: InvoiceTaxInput,
  index: number,
  all: readonly StoredInvoiceLine[],
  issues: Issue[],
): StoredInvoiceTax {
  const scaled = read(() => parseDecimal(rate, taxRateDecimals), ["taxes", index, "rate"], issues) ?? 0n;
  if (scaled > highestTaxRate)
    issues.push({ path: ["taxes", index, "rate"], message: "A rate is 100 percent at most." });
  const numbers = lines ? [...new Set(lines)] : null;
  const missing = numbers?.find((number) => all[number - 1] === undefined);
  if (missing !== undefined) {
    issues.push({ path: ["taxes", index, "lines"], message: `There is no line ${missing}: they count from 1.` });
  }
  const base = sum(numbers ? numbers.flatMap((number) => all[number - 1] ?? []) : all);
  const amount = taxAmount(base, scaled);
  return { name, rate, lines: numbers, base: base.toString(), amount: amount.toString() };
}

function checkTotal(total: bigint, currency: PricingUnit, issues: Issue[]): void {
  if (total === 0n) issues.push({ path: ["lines"], message: "An invoice must come to more than zero." });
  // Refused here where it is larger than any payment.
  read(() => parseFiatAmount(formatPrice(total, currency), currency), ["lines"], issues);
}

function read(parse: () => bigint, path: Issue["path"], issues: Issue[]): bigint | undefined {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof InvalidDecimalError)) throw error;
    issues.push({ path, message: error.message });
    return undefined;
  }
}

function sum(values: readonly { readonly amount: string }[]): bigint {
  return values.reduce((total, { amount }) => total + BigInt(amount), 0n);
}
