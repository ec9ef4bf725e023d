import type { Typed } from "../../components/form.tsx";
import { mostPercentSellers } from "../../components/percent-sellers.tsx";
import { mostLines, mostTaxes, type Shape } from "./invoice-of-form.ts";

/** An invoice that is not made yet: it has no number, and is kept in this browser alone. */
export type Draft = { readonly typed: Typed; readonly shape: Shape };

export const emptyDraft: Draft = { typed: {}, shape: { lines: 1, taxes: 0, sellers: 0, isOpen: false } };

/** What this browser kept, or null. */
export function readDraft(kept: unknown): Draft | null {
  if (!isObject(kept) || !isObject(kept.typed) || !isObject(kept.shape)) return null;
  const { lines, taxes, sellers, isOpen } = kept.shape;
  const typed = Object.entries(kept.typed).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return {
    typed: Object.fromEntries(typed),
    shape: {
      lines: countOf(lines, 1, mostLines),
      taxes: countOf(taxes, 0, mostTaxes),
      sellers: countOf(sellers, 0, mostPercentSellers),
      isOpen: isOpen === true,
    },
  };
}

function countOf(kept: unknown, least: number, most: number): number {
  return typeof kept === "number" && Number.isInteger(kept) ? Math.min(Math.max(kept, least), most) : least;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
