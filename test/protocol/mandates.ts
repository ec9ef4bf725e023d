import fc from "fast-check";
import { type Mandate, mandateUnits } from "../../src/protocol/index.ts";
import { addresses, words } from "./payments.ts";
import { splits } from "./standings.ts";

const day = 86_400;
/** 400 years, after which the calendar repeats itself. */
const starts = fc.bigInt({ min: 0n, max: 400n * 146_097n * 864n });

/** Times that the contract takes, over all of the calendar. */
export const times = fc.oneof(
  fc.record({ start: starts, every: fc.integer({ min: 1, max: 60 }) }).chain(({ start, every }) =>
    fc.record({
      start: fc.constant(start),
      unit: fc.constant(mandateUnits.months as number),
      every: fc.constant(every),
      window: fc.integer({ min: 1, max: every * 14 * day }),
      periods: fc.integer({ min: 1, max: Math.floor(60 / every) }),
    }),
  ),
  fc.record({ start: starts, every: fc.integer({ min: day, max: 1_825 * day }) }).chain(({ start, every }) =>
    fc.record({
      start: fc.constant(start),
      unit: fc.constant(mandateUnits.seconds as number),
      every: fc.constant(every),
      window: fc.integer({ min: 1, max: Math.floor(every / 2) }),
      periods: fc.integer({ min: 1, max: Math.floor((1_825 * day) / every) }),
    }),
  ),
);

/** Any mandate that fits the struct and whose terms the contract takes. */
export const mandates: fc.Arbitrary<Mandate> = fc
  .record({
    ref: words,
    payer: addresses,
    token: addresses,
    maxAmount: fc.bigInt({ min: 1n, max: 2n ** 128n }),
    times,
    collector: addresses,
    epoch: fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
    parts: splits,
  })
  .map(({ times: { start, unit, every, window, periods }, ...terms }) => ({
    ...terms,
    start,
    unit,
    every,
    window,
    periods,
  }));
