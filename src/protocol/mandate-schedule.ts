import type { Address } from "viem";
import { addMonths } from "./calendar.ts";
import { type Mandate, mandateUnits } from "./mandate.ts";
import { checkParts } from "./part.ts";

const day = 86_400;
/** Five years, in either unit; no five years of the calendar are shorter than 1,825 days. */
const maximumMonths = 60;
const maximumSeconds = 1_825 * day;
const maximumStart = 2n ** 40n;
const maximumAmount = 2n ** 128n;

type Times = Pick<Mandate, "start" | "unit" | "every" | "window" | "periods">;

/** Throws `RangeError` with what is wrong where `Mandates` at `contract` would refuse the terms, whoever signed them. */
export function checkMandate(mandate: Mandate, contract: Address): void {
  checkTimes(mandate);
  if (mandate.maxAmount <= 0n || mandate.maxAmount > maximumAmount) {
    throw new RangeError(`maxAmount: ${mandate.maxAmount} base units. It must be from 1 to 2^128.`);
  }
  checkParts(mandate.parts, contract);
}

/**
 * The first second of a period, in unix seconds: counted from the start, and clamped to the month's last day. Period `periods` is the end of the last
 * one. Equal to `Mandates.dueAt`.
 */
export function dueAt(times: Times, period: number): bigint {
  checkTimes(times);
  if (!Number.isInteger(period) || period < 0 || period > times.periods) {
    throw new RangeError(`There is no period ${period}: the mandate has ${times.periods}, from 0.`);
  }
  return beginningOf(times, period);
}

/**
 * The first period from `chargedUpTo` on whose window is not over at `time`; `periods` where none is left. `chargedUpTo` is the number of the
 * last charged period plus one. Equal to `nextPeriod` of `Mandates.stateOf`.
 */
export function nextPeriodOf(times: Times, chargedUpTo: number, time: bigint): number {
  checkTimes(times);
  let period = chargedUpTo;
  while (period < times.periods && beginningOf(times, period) + BigInt(times.window) <= time) period += 1;
  return Math.min(period, times.periods);
}

function beginningOf({ start, unit, every }: Times, period: number): bigint {
  return unit === mandateUnits.months ? addMonths(start, every * period) : start + BigInt(every) * BigInt(period);
}

function checkTimes(times: Times): void {
  const { start, unit, every, window, periods } = times;
  if (unit !== mandateUnits.seconds && unit !== mandateUnits.months) {
    throw new RangeError(`unit: ${unit}. It is 0 for seconds or 1 for months.`);
  }
  if (start < 0n || start > maximumStart) throw new RangeError(`start: ${start} is beyond the calendar.`);
  const shortest = unit === mandateUnits.months ? every * 28 * day : every;
  if (shortest < day) throw new RangeError(`every: ${every}. A period is at least one day.`);
  if (window <= 0 || window * 2 > shortest) {
    throw new RangeError(`window: ${window} seconds. It must be above zero and at most ${Math.floor(shortest / 2)}.`);
  }
  if (periods <= 0 || every * periods > (unit === mandateUnits.months ? maximumMonths : maximumSeconds)) {
    throw new RangeError(`periods: ${periods}. There must be one, and the last must end within five years.`);
  }
}
