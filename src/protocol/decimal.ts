/** A decimal string that does not fit: says what was given and what is allowed. */
export class InvalidDecimalError extends Error {
  override readonly name = "InvalidDecimalError";
}

/**
 * Reads a plain decimal string ("250.00") into base units, exactly. No sign, exponent, spaces or thousands separators; beyond the unit's
 * decimals only zeros, since rounding money on the way in would lose some.
 */
export function parseDecimal(text: string, decimals: number): bigint {
  const match = /^(0|[1-9]\d*)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new InvalidDecimalError(`"${text}" is not a plain decimal amount such as "250.00".`);
  const [, whole = "0", places = ""] = match;
  const fraction = places.length > decimals ? places.replace(/0+$/, "").padEnd(decimals, "0") : places;
  if (fraction.length > decimals) {
    throw new InvalidDecimalError(
      decimals === 0
        ? `"${text}" has decimals, but the unit has none: write a whole number.`
        : `"${text}" has ${fraction.length} decimals, at most ${decimals} are possible.`,
    );
  }
  return BigInt(whole + fraction.padEnd(decimals, "0"));
}

/** Writes base units as a decimal string with all `decimals` places: 25000 with 2 is "250.00". */
export function formatDecimal(value: bigint, decimals: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, "0");
  const sign = value < 0n ? "-" : "";
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
