import { z } from "zod";
import { text } from "../../schemas/index.ts";

/** The part of the ECMAScript proposal "JSON.parse source text access" that TypeScript does not know yet. */
const rawJson = JSON as unknown as { rawJSON(text: string): object; isRawJSON(value: unknown): value is object };

const rawNumber = z.custom<object>((value) => rawJson.isRawJSON(value));

/** What a request is called by its sender, who gets it back. */
export const rpcId = z
  .union([text(1_000), z.number(), rawNumber, z.null()])
  .meta({ type: ["string", "number", "null"], anyOf: undefined, maxLength: 1_000 });

/** A reviver of `JSON.parse` that keeps an id as it is written where a float would make another number of it. */
export function keepIds(this: unknown, key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  const isExact = typeof value !== "number" || source === undefined || source === String(value);
  return key === "id" && !isExact ? rawJson.rawJSON(source) : value;
}
