import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./compile.ts";
import type { Mutant } from "./mutants.ts";
import type { Answer } from "./worker.ts";

/** Outside git, and by the line: a run that was stopped goes on where it was. */
const path = join(root, "cache/mutation.jsonl");

export type Result = Answer & { readonly key: string; readonly name: string };

/** What a verdict holds for: the mutated file's code, so that a change of it asks again. Comments are none. */
export function keyOf(mutant: Mutant): string {
  const source = readFileSync(join(root, "contracts", mutant.file));
  const parts = [source.subarray(0, mutant.start), Buffer.from(mutant.text), source.subarray(mutant.end)];
  const code = Buffer.concat(parts)
    .toString()
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "")
    .replaceAll(/\s+/g, " ");
  return createHash("sha256").update(`${mutant.file} ${code}`).digest("hex");
}

/** The last verdict on each mutant. */
export function readResults(): Map<string, Result> {
  if (!existsSync(path)) return new Map();
  const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
  return new Map(lines.map((line) => JSON.parse(line) as Result).map((result) => [result.key, result]));
}

export function writeResult(result: Result): void {
  mkdirSync(join(root, "cache"), { recursive: true });
  appendFileSync(path, `${JSON.stringify(result)}\n`);
}
