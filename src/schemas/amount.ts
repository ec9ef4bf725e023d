import { z } from "zod";
import { maxWholeDigits } from "../protocol/index.ts";

/** An amount in an answer. */
export const decimal = z.string().meta({ example: "250.00" });

/** A price in a request. How many decimals it may have is the currency's to say. */
export const amount = z
  .string()
  .max(40)
  .regex(
    new RegExp(`^(0|[1-9]\\d{0,${maxWholeDigits - 1}})(\\.\\d+)?$`),
    `expected a plain decimal amount such as "250.00", with at most ${maxWholeDigits} digits before the point`,
  )
  .meta({ example: "250.00" });
