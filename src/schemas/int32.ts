import { z } from "zod";

/** The largest number that a column of four bytes holds. */
export const maxInt32 = 2_147_483_647;

/** A chain's id, a number of things: what PostgreSQL's `integer` holds. */
export const int32 = z.int().min(0).max(maxInt32);

/** The same in a query or a path: decimal digits alone, so that an empty value is no zero. */
export function int32Text({ min = 0, max = maxInt32 } = {}) {
  const isWithin = (value: unknown) => {
    if (!/^\d{1,10}$/.test(String(value))) return false;
    return Number(value) >= min && Number(value) <= max;
  };
  return z
    .custom<string | number>(
      (value) => (typeof value === "string" || typeof value === "number") && isWithin(value),
      `expected a whole number from ${min} to ${max}`,
    )
    .transform(Number)
    .meta({ type: "integer", minimum: min, maximum: max });
}
