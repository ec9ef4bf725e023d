import { z } from "zod";
import { type Coin, type Currency, coins, currencyCodes } from "../../protocol/index.ts";
import { parseDecimalJson } from "../decimal-json.ts";

/** What one US dollar costs in each currency and coin that a source knows, as decimal strings. */
export type DollarRates = ReadonlyMap<Currency | Coin, string>;

/** Somebody who publishes exchange rates. */
export type RateSource = {
  readonly name: string;
  /** Asks for the rates of now. Throws where the answer is not there, not in time or not as expected. */
  fetchRates(): Promise<DollarRates>;
};

/** A source has this long to answer. Milliseconds. */
const timeout = 5_000;

/** Plain decimals only: no sign, no exponent, not zero. */
const rate = z.string().regex(/^(?!0*\.?0*$)\d{1,15}(\.\d+)?$/);

/** GETs a JSON document of a source, with numbers as text. */
export async function fetchDocument<T>(url: string, schema: z.ZodType<T>): Promise<T> {
  const response = await fetch(url, { headers: { accept: "application/json" }, signal: AbortSignal.timeout(timeout) });
  if (!response.ok) throw new Error(`${new URL(url).host} answered ${response.status}.`);
  return schema.parse(parseDecimalJson(await response.text()));
}

/** Picks our currencies and coins out of a source's table; one that is missing or no plain decimal is left out. */
export function dollarRatesOf(table: Readonly<Record<string, unknown>>): DollarRates {
  const rates = [...currencyCodes, ...coins].flatMap((code): [Currency | Coin, string][] => {
    const parsed = rate.safeParse(table[code]);
    return parsed.success ? [[code, parsed.data]] : [];
  });
  return new Map(rates);
}
