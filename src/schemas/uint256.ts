import { z } from "zod";

const bound = 2n ** 256n;

/** A number of a contract, as a decimal string. */
export const uint256 = z
  .string()
  .regex(/^\d{1,78}$/, "expected a whole number as a decimal string")
  .transform(BigInt)
  .refine((value) => value < bound, "expected a number below 2^256");
