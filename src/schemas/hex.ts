import type { Hex } from "viem";
import { z } from "zod";

/** Whole bytes, `min` to `max` of them, in hexadecimal. */
export function hexBytes(max: number, min = 0) {
  const isBytes = (value: unknown) =>
    typeof value === "string" &&
    value.length >= 2 + 2 * min &&
    value.length <= 2 + 2 * max &&
    /^0x(?:[0-9a-fA-F]{2})*$/.test(value);
  const message = min === max ? `expected ${max} bytes in hexadecimal` : `expected at most ${max} bytes in hexadecimal`;
  return z.custom<Hex>(isBytes, message).meta({
    type: "string",
    pattern: "^0x([0-9a-fA-F]{2})*$",
    minLength: 2 + 2 * min,
    maxLength: 2 + 2 * max,
  });
}

/** A number of JSON-RPC, kept as it is written. */
export const quantityText = z.custom<Hex>(
  (value) => typeof value === "string" && /^0x[0-9a-fA-F]{1,64}$/.test(value),
  "expected a quantity in hexadecimal",
);

/** The same of at most so many bits, as a number. Some wallets write zero as "0x". */
export function quantity(bits: number) {
  const bound = 2n ** BigInt(bits);
  return z
    .union([z.literal("0x").transform(() => 0n), quantityText.transform(BigInt)])
    .refine((value) => value < bound, `expected a quantity below 2^${bits} in hexadecimal`);
}
