import { z } from "zod";
import { type Currency, currencyCodes, type NativeToken, nativeTokens } from "../../protocol/index.ts";
import { parseDecimalJson } from "../decimal-json.ts";

/** Stablecoins of the dollar, of which some sources say what they trade at. */
export const dollarTokens = ["USDC", "USDT"] as const;
export type DollarToken = (typeof dollarTokens)[number];

type Listed = Currency | NativeToken | DollarToken;

/** The price of a US dollar in each currency, native token and dollar stablecoin that a source lists, as decimal strings. */
export type DollarRates = ReadonlyMap<Listed, string>;

/** A publisher of exchange rates. */
export type RateSource = {
  readonly name: string;
  /** Fetches the current rates. Throws without an answer, after the timeout, or on an unexpected document. */
  fetchRates(): Promise<DollarRates>;
};

/** Of one request. Milliseconds. */
const timeout = 5_000;

/** Plain decimals only: no sign, no exponent, not zero. */
const rate = z.string().regex(/^(?!0*\.?0*$)\d{1,15}(\.\d+)?$/);

/** GETs a JSON document, with numbers as text. */
export async function fetchDocument<T>(url: string, schema: z.ZodType<T>): Promise<T> {
  const response = await fetch(url, { headers: { accept: "application/json" }, signal: AbortSignal.timeout(timeout) });
  if (!response.ok) throw new Error(`${new URL(url).host} answered ${response.status}.`);
  return schema.parse(parseDecimalJson(await response.text()));
}

/** Selects our currencies, native tokens and dollar stablecoins from a source's table; missing ones and those that are no plain decimal are left out. */
export function dollarRatesOf(table: Readonly<Record<string, unknown>>): DollarRates {
  const rates = [...currencyCodes, ...nativeTokens, ...dollarTokens].flatMap((code): [Listed, string][] => {
    const parsed = rate.safeParse(table[code]);
    return parsed.success ? [[code, parsed.data]] : [];
  });
  return new Map(rates);
}
