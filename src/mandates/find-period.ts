import { nextPeriodOf } from "../protocol/index.ts";
import type { Mandate } from "../store/index.ts";
import { secondsOf, timesOf, windowOf } from "./terms.ts";

/** The period whose window is open at a time, or opens so soon after it (milliseconds); undefined where there is none. */
export function periodAround(mandate: Mandate, time: Date, patience: number): number | undefined {
  const { start, periods } = mandate;
  if (start === null) return undefined;
  const period = nextPeriodOf(timesOf(mandate, start), 0, secondsOf(time));
  if (period >= periods) return undefined;
  return windowOf(mandate, start, period).opensAt.getTime() <= time.getTime() + patience ? period : undefined;
}
