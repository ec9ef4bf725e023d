import assert from "node:assert/strict";
import { test } from "node:test";
import { readOptions, UsageError } from "../../src/cli/command.ts";

test("readOptions: text that is no UTF-8, or that no database holds, is a mistake of usage", () => {
  // What Node makes of the byte 0xff.
  for (const name of ["caf\u{FFFD}", "a\0b", "\ud800"]) {
    assert.throws(() => readOptions(["--name", name], { name: "string" }), UsageError);
  }
  assert.deepEqual({ ...readOptions(["--name", "café 🧾"], { name: "string" }) }, { name: "café 🧾" });
});
