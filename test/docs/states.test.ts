import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { canMove } from "../../src/payments/status.ts";

const read = (page: string) => readFile(new URL(`../../docs/${page}`, import.meta.url), "utf8");

const statuses = ["ACTIVE", "PROCESSING", "SUCCESSFUL", "FAILED", "EXPIRED", "CANCELLED"] as const;

test("docs/states.md: the diagram of a payment has the moves of the state machine, and no other", async () => {
  const [, section = ""] = (await read("states.md")).split("## Payment\n");
  const [, diagram = ""] = section.split("```mermaid");
  const drawn = [...(diagram.split("```")[0] ?? "").matchAll(/^ +([A-Z]+) --> ([A-Z]+):/gm)];
  const moves = statuses.flatMap((from) => statuses.filter((to) => canMove(from, to)).map((to) => `${from} ${to}`));
  assert.ok(moves.length > 5);
  assert.deepEqual(drawn.map(([, from, to]) => `${from} ${to}`).toSorted(), moves.toSorted());
});

test("docs/runbooks: every alarm of docs/operations.md has a page", async () => {
  const [, alarms = ""] = (await read("operations.md")).split("Worth an alarm:");
  const metrics = new Set([...alarms.matchAll(/`(railsplit_\w+)/g)].map(([, name = ""]) => name));
  assert.ok(metrics.size > 5);
  const runbooks = await read("runbooks/README.md");
  for (const metric of metrics) assert.ok(runbooks.includes(metric), `${metric} has no runbook`);
});
