import type { BillingInterval } from "../../../store/index.ts";

/** After a price: "$99.00 a month". */
export const intervalWords: Readonly<Record<BillingInterval, string>> = {
  DAILY: "a day",
  WEEKLY: "a week",
  BIWEEKLY: "every two weeks",
  MONTHLY: "a month",
  QUARTERLY: "a quarter",
  YEARLY: "a year",
};

/** A day as people read it there: "31 January 2027". */
export function dayText(time: string | Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone }).format(new Date(time));
}
