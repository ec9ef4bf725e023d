/** The smallest of one or more bigints: `Math.min` takes numbers alone. */
export function min(...values: readonly bigint[]): bigint {
  const [smallest] = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  if (smallest === undefined) throw new RangeError("min() needs at least one value.");
  return smallest;
}
