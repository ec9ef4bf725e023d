import { amount } from "../../../schemas/index.ts";

/** What this API settles in, of the tokens that there are here. */
export const assets = ["USDC", "USDT"] as const;

/** A price as this API takes it: text, or a JSON number by its digits. */
export const price = amount.meta({ type: ["string", "number"], example: "250.00" });

/** Fields that are read by their digits where they are JSON numbers. */
const amounts: readonly string[] = ["amount", "pricingAmount", "expectedAmount"];

/** For `acceptJsonBodies`: no digit of an amount goes through a float. */
export const readAmount = (key: string, value: unknown, { source }: { readonly source?: string }): unknown =>
  amounts.includes(key) && typeof value === "number" ? source : value;

export const invoiceLives = ["never", "30min", "1h", "24h", "7d"] as const;
export type InvoiceLife = (typeof invoiceLives)[number];

const minute = 60;

/** Seconds; null: for ever. */
export const secondsOf: Readonly<Record<InvoiceLife, number | null>> = {
  never: null,
  "30min": 30 * minute,
  "1h": 60 * minute,
  "24h": 24 * 60 * minute,
  "7d": 7 * 24 * 60 * minute,
};
