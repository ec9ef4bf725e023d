import assert from "node:assert/strict";
import type { Json } from "../../support/documented-answers.ts";

/**
 * Compares an answer with the one that a text prints: the same fields in the same order, and the same values, but for those that `differs` names. Such a value
 * has to be of the same type and, where a pattern is given, to match it.
 */
export function assertLikeExample(actual: Json, example: Json, differs: Readonly<Record<string, RegExp | true>>): void {
  assert.deepEqual(Object.keys(actual), Object.keys(example));
  for (const [name, expected] of Object.entries(example)) {
    const pattern = differs[name];
    if (pattern === undefined) assert.deepEqual(actual[name], expected, name);
    else {
      assert.equal(typeof actual[name], typeof expected, name);
      if (pattern !== true) assert.match(String(actual[name]), pattern, name);
    }
  }
}

/** "2024-01-15T10:00:00.000Z", as some texts print times. */
export const milliseconds = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** "2025-01-20T10:30:00Z", as others do. */
export const wholeSeconds = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
