/** The smallest of one or more bigints: `Math.min` takes numbers alone. */
export function min(...values: readonly bigint[]): bigint {
  const smallest = sorted(values).at(0);
  if (smallest === undefined) throw new RangeError("min() needs at least one value.");
  return smallest;
}

/** The largest of one or more bigints. */
export function max(...values: readonly bigint[]): bigint {
  const largest = sorted(values).at(-1);
  if (largest === undefined) throw new RangeError("max() needs at least one value.");
  return largest;
}

const sorted = (values: readonly bigint[]) => values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
