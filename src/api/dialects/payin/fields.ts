import { z } from "zod";
import { chainByName, tokenSymbols } from "../../../protocol/index.ts";
import { text } from "../../../schemas/index.ts";

const notPositive = "Amount must be a positive number";

/** An amount of a token, above zero. */
export const amountField = z
  .string(notPositive)
  .max(40)
  .regex(/^(0|[1-9]\d{0,11})(\.\d+)?$/, notPositive)
  .refine((amount) => /[1-9]/.test(amount), notPositive)
  .meta({ example: "100.00" });

export const currencyField = z.enum(tokenSymbols, `Currency must be one of ${tokenSymbols.join(", ")}`);

/** A chain by its slug, CAIP-2 or its number, which may be a JSON number too: read as its number. */
export const chainField = z
  .union([text(60, 1), z.int().min(1).max(2_147_483_647)], "Chain ID not supported")
  .transform((name, context): number => {
    const chain = chainByName(name);
    if (chain) return chain.id;
    context.addIssue("Chain ID not supported");
    return z.NEVER;
  });

/** A time as this API writes it. */
export const secondField = z.string().meta({ format: "date-time", example: "2025-01-20T10:30:00Z" });
