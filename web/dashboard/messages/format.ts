import { locale } from "../../shared/messages/language.ts";

export { formatMoney, formatToken, shortAddress } from "../../shared/messages/index.ts";

/** The zone in which the dashboard shows and cuts days: the browser's own. */
export const timeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

export function formatCount(count: number): string {
  return new Intl.NumberFormat(locale).format(count);
}

/** A share of a whole, with one decimal; a dash where there is no whole. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return "–";
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }).format(part / whole);
}

const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const exact = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "long" });
const thisYear = new Intl.DateTimeFormat(locale, { month: "short", day: "numeric" });
const otherYear = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
const timeOfDay = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
const dayOfYear = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
const day = new Intl.DateTimeFormat(locale, { month: "short", day: "numeric", timeZone: "UTC" });

export function formatDateTime(instant: string): string {
  return dateTime.format(new Date(instant));
}

/** Enough for a list of what happened lately. */
export function formatShortTime(instant: string): { readonly day: string; readonly time: string } {
  const at = new Date(instant);
  const day = at.getFullYear() === new Date().getFullYear() ? thisYear : otherYear;
  return { day: day.format(at), time: timeOfDay.format(at) };
}

/** To the second and with its zone. */
export function formatExactTime(instant: string): string {
  return exact.format(new Date(instant));
}

/** A day that the API names as `2026-03-14`. */
export function formatDay(date: string): string {
  return day.format(new Date(`${date}T00:00:00Z`));
}

/** The same with its year: of what may be in another one. */
export function formatDate(date: string): string {
  return dayOfYear.format(new Date(`${date}T00:00:00Z`));
}

/** A name of a day of the calendar, as the API takes and gives it. */
export function dayName(at: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  return parts.format(at);
}
