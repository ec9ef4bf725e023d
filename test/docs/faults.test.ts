import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { scenarios } from "../faults/scenarios/index.ts";

test("every fault that is tried stands in docs/promises.md, with what must hold, and no other does", async () => {
  const promises = await readFile(new URL("../../docs/promises.md", import.meta.url), "utf8");
  const [, section = ""] = promises.split("## Faults");
  const rows = section.split("\n").flatMap((line) => {
    const [, fault, holds] = line.split("|").map((cell) => cell.trim());
    return fault && holds && fault !== "fault" && !fault.startsWith("--") ? [[fault, holds]] : [];
  });
  assert.deepEqual(
    rows,
    scenarios.map(({ fault, holds }) => [fault, holds]),
  );
});
