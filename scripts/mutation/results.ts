import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./compile.ts";
import type { Mutant } from "./mutants.ts";
import type { Answer } from "./worker.ts";

/** By the line, and in git: all of it takes a day, so any run goes on where the one before was stopped, on whatever machine. */
const path = join(root, "docs/audit/mutation.jsonl");

export type Result = Answer & { readonly key: string; readonly name: string };

/** What a verdict holds for: the mutated file's code, so that a change of it asks again. Comments are none. */
export function keyOf(mutant: Mutant): string {
  const source = readFileSync(join(root, "contracts", mutant.file));
  const parts = [source.subarray(0, mutant.start), Buffer.from(mutant.text), source.subarray(mutant.end)];
  const code = Buffer.concat(parts)
    .toString()
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "")
    .replaceAll(/\s+/g, " ");
  return createHash("sha256").update(`${mutant.file} ${code}`).digest("hex").slice(0, 16);
}

/** The last verdict on each mutant. */
export function readResults(): Map<string, Result> {
  if (!existsSync(path)) return new Map();
  const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
  return new Map(lines.map((line) => JSON.parse(line) as Result).map((result) => [result.key, result]));
}

export function writeResult(result: Result): void {
  appendFileSync(path, lineOf(result));
}

/** Leaves the last verdict on each of these mutants, and nothing on code that is no more. */
export function tidyResults(mutants: readonly Mutant[]): void {
  const results = readResults();
  const kept = mutants.flatMap((mutant) => results.get(keyOf(mutant)) ?? []);
  writeFileSync(path, kept.map(lineOf).join(""));
}

const lineOf = (result: Result) => `${JSON.stringify(result)}\n`;
