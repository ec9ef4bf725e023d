import { z } from "zod";
import { isStorableText } from "../runtime/index.ts";

/** A stranger's text, of `min` to `max` characters that a database can hold. */
export function text(max: number, min = 0) {
  return z
    .string()
    .min(min)
    .max(max)
    .refine(isStorableText, "must be text without NUL characters and without halves of surrogate pairs");
}

/** In an answer. */
export const nullableText = z.string().nullable();
