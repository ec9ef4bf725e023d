import { dayName, timeZone } from "../../messages/format.ts";

/** Days of a range that can be chosen. */
export const ranges = ["7", "30", "90", "365"] as const;
export type Range = (typeof ranges)[number];

export const rangeOf = (text: string | undefined): Range => ranges.find((range) => range === text) ?? "30";

/** From the beginning of a day, so that the first one is whole, until now. */
export function spanOf(range: Range, now: Date): { readonly from: string; readonly to: string } {
  const from = new Date(now.getFullYear(), now.getMonth(), now.getDate() - Number(range) + 1);
  return { from: from.toISOString(), to: now.toISOString() };
}

/** The names of all days of a range, the first first: also of those on which nothing happened. */
export function daysOf(range: Range, now: Date): string[] {
  return Array.from({ length: Number(range) }, (_, index) => {
    // At noon: a day may have 23 hours.
    const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() - Number(range) + 1 + index, 12);
    return dayName(day, timeZone);
  });
}
