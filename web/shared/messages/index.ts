import { currencies, type PricingUnit } from "../../../src/protocol/currencies.ts";
import { type CountedKeyOf, fill, fillCounted, loadCatalog, type MessageValues } from "./catalog.ts";
import { en } from "./en.ts";
import { locale } from "./language.ts";

export type { MessageValues } from "./catalog.ts";
export type MessageKey = keyof typeof en;
export type CountedKey = CountedKeyOf<MessageKey>;

/** What to say, with what goes into it. */
export type Message = { readonly key: MessageKey; readonly values: MessageValues };

const catalog = await loadCatalog(en, {
  es: () => import("./es.ts"),
  de: () => import("./de.ts"),
  ja: () => import("./ja.ts"),
});

export function say(key: MessageKey, values: MessageValues = {}): string {
  return fill(catalog[key] ?? en[key], values);
}

export function sayCount(key: CountedKey, count: number, values: MessageValues = {}): string {
  return fillCounted(catalog, key, count, values);
}

// Decimal strings are printed exactly; as numbers they would not be.
type ExactNumber = Intl.StringNumericLiteral;

/** A price, from a decimal string, with the decimals that we count it in: browsers round rupiah to whole ones. */
export function formatMoney(amount: string, currency: PricingUnit): string {
  if (!(currency in currencies)) return formatToken(amount, currency);
  const decimals = currencies[currency as keyof typeof currencies];
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat(locale, { style: "currency", currency, ...digits }).format(amount as ExactNumber);
}

/** An amount of a token with all its decimals but zeros at the end, and never less than two. */
export function formatToken(amount: string, symbol: string): string {
  const options = { minimumFractionDigits: 2, maximumFractionDigits: 18 };
  return `${new Intl.NumberFormat(locale, options).format(amount as ExactNumber)}\u00a0${symbol}`;
}

/** What a network takes, in dollars, rounded up to the cent: less would be shown as nothing. */
export function formatFee(dollars: string): string {
  const cents = Math.max(1, Math.ceil(Number(dollars) * 100));
  return formatMoney((cents / 100).toFixed(2), "USD");
}

/** The time of day in the payer's own zone, with the date where it is not today. */
export function formatTime(instant: Date, now: number): string {
  const isToday = instant.toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(locale, { timeStyle: "short", ...(!isToday && { dateStyle: "medium" }) }).format(
    instant,
  );
}

export function formatDate(instant: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(new Date(instant));
}

/** `0x1234…cdef`: enough to compare by eye, beside the whole one to copy. */
export function shortAddress(address: string): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`;
}
