import { z } from "zod";
import { type Chain, chainByName, tokenSymbols } from "../../../protocol/index.ts";
import { text } from "../../../schemas/index.ts";

/** An amount of a token, above zero. */
export const amountField = z
  .string("Amount must be a positive number")
  .max(40)
  .regex(/^(?=.*[1-9])(0|[1-9]\d{0,11})(\.\d+)?$/, "Amount must be a positive number")
  .meta({ example: "100.00" });

export const currencyField = z.enum(tokenSymbols, `Currency must be one of ${tokenSymbols.join(", ")}`);

/** A chain by its slug, CAIP-2 or its number, which may be a JSON number too. */
export const chainField = z
  .union([text(60, 1), z.int().min(1).max(2_147_483_647)], "Chain ID not supported")
  .transform((name, context): Chain => {
    const chain = chainByName(name);
    if (chain) return chain;
    context.addIssue("Chain ID not supported");
    return z.NEVER;
  });

/** A time as this API writes it. */
export const secondField = z.string().meta({ format: "date-time", example: "2025-01-20T10:30:00Z" });

export function toSecond(time: Date | string): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
