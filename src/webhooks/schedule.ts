const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Milliseconds from one attempt to the next: eleven attempts over a little more than three days. */
const delays = [
  0,
  5 * second,
  minute,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/**
 * How long to wait after the `attempts`-th attempt failed; null when that was the last one. `random` in [0, 1) adds up to a tenth, so
 * that a receiver that was down is not met by everything at once.
 */
export function delayAfter(attempts: number, random: number): number | null {
  const delay = delays[attempts];
  return delay === undefined ? null : Math.round(delay * (1 + random / 10));
}
