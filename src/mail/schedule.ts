const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Milliseconds from one attempt to the next: the first ones soon, since somebody may be waiting; then over a day. */
const delays = [
  0,
  10 * second,
  30 * second,
  2 * minute,
  5 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
  8 * hour,
  8 * hour,
];

/** How long to wait after the `attempts`-th attempt failed. `random` in [0, 1) adds up to a tenth. */
export function delayAfter(attempts: number, random: number): number {
  const delay = delays[Math.min(attempts, delays.length - 1)] ?? 0;
  return Math.round(delay * (1 + random / 10));
}
