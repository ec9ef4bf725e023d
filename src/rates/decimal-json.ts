/** Parses JSON and keeps every number as its text: a rate must not pass through a float. */
export function parseDecimalJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
    typeof value === "number" ? (context?.source ?? String(value)) : value,
  );
}
