import { nextPeriodOf } from "../protocol/index.ts";
import type { Mandate } from "../store/index.ts";
import { secondsOf, timesOf, windowOf } from "./terms.ts";

/** The first period whose window is not over at a time, where it opens by `latest`; undefined where there is none. */
export function periodOpening(mandate: Mandate, time: Date, latest: Date): number | undefined {
  const { start, periods } = mandate;
  if (start === null) return undefined;
  const period = nextPeriodOf(timesOf(mandate, start), 0, secondsOf(time));
  if (period >= periods) return undefined;
  return windowOf(mandate, start, period).opensAt <= latest ? period : undefined;
}
