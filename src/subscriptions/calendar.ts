import { Temporal } from "temporal-polyfill";
import type { BillingInterval } from "../store/index.ts";

/** By which calendar the periods of a plan or a subscription are counted, and from when. */
export type Calendar = {
  /** When the period `anchorPeriod` begins. */
  readonly anchor: Date;
  readonly anchorPeriod: number;
  readonly interval: BillingInterval;
  readonly timeZone: string;
};

/** One period: its end is the beginning of the next one. */
export type Period = { readonly period: number; readonly startsAt: Date; readonly endsAt: Date };

const lengths: Readonly<Record<BillingInterval, { readonly days: number } | { readonly months: number }>> = {
  DAILY: { days: 1 },
  WEEKLY: { days: 7 },
  BIWEEKLY: { days: 14 },
  MONTHLY: { months: 1 },
  QUARTERLY: { months: 3 },
  YEARLY: { months: 12 },
};

/** No month is longer, so that a number of periods is not guessed too high. Milliseconds. */
const day = 24 * 60 * 60_000;
const longestMonth = 31 * day;

/**
 * When a period begins: counted from the anchor and clamped to the month's last day, never from the period before, so that the 31st comes back after February. The time of day stays
 * the same in its time zone. In UTC equal to the protocol's `addMonths`, and so to the mandates' contract.
 */
export function startOf({ anchor, anchorPeriod, interval, timeZone }: Calendar, period: number): Date {
  const count = period - anchorPeriod;
  const length = lengths[interval];
  const step = "months" in length ? { months: length.months * count } : { days: length.days * count };
  return toDate(zoned(anchor, timeZone).add(step));
}

export function periodOf(calendar: Calendar, period: number): Period {
  return { period, startsAt: startOf(calendar, period), endsAt: startOf(calendar, period + 1) };
}

/** The period that a moment is in; the anchor's where it is before that. */
export function periodAt(calendar: Calendar, time: Date): Period {
  const length = lengths[calendar.interval];
  const longest = "months" in length ? length.months * longestMonth : length.days * day;
  const elapsed = Math.max(0, time.getTime() - calendar.anchor.getTime());
  // Clocks there go forward and back by less than one such period.
  let period = calendar.anchorPeriod + Math.max(0, Math.floor(elapsed / longest) - 1);
  while (startOf(calendar, period + 1) <= time) period += 1;
  return periodOf(calendar, period);
}

/** So many days later, at the same time of day there. */
export function addDays(time: Date, days: number, timeZone: string): Date {
  return toDate(zoned(time, timeZone).add({ days }));
}

/** The day there, as "2026-12-31". */
export function dayOf(time: Date, timeZone: string): string {
  return zoned(time, timeZone).toPlainDate().toString();
}

/** Whether there is such a time zone: "Europe/Berlin", "UTC". */
export function isTimeZone(text: string): boolean {
  try {
    zoned(new Date(0), text);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function zoned(time: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(time.getTime()).toZonedDateTimeISO(timeZone);
}

function toDate(time: Temporal.ZonedDateTime): Date {
  return new Date(time.epochMilliseconds);
}
