/**
 * The same day and time `months` later, in UTC; where that month has no such day, its last. Equal to Solady's `DateTimeLib.addMonths`.
 * `time` in unix seconds.
 */
export function addMonths(time: bigint, months: number): bigint {
  const from = new Date(Number(time) * 1000);
  const to = new Date(from);
  // From the first, so that no day overflows into the month after.
  to.setUTCDate(1);
  to.setUTCMonth(from.getUTCMonth() + months);
  to.setUTCDate(Math.min(from.getUTCDate(), daysInMonth(to.getUTCFullYear(), to.getUTCMonth())));
  return BigInt(to.getTime() / 1000);
}

/** `month` from 0. */
function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
}
