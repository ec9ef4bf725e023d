/** The smallest of one or more whole numbers: `Math.min` knows none of this size. */
export function least(...values: readonly bigint[]): bigint {
  const [smallest] = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  if (smallest === undefined) throw new RangeError("There is no smallest of no numbers.");
  return smallest;
}
