import { type ChildProcess, fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { buildContracts } from "./build-contracts.ts";
import { contractsWith } from "./mutation/compile.ts";
import { type Mutant, mutantsOf, targets } from "./mutation/mutants.ts";
import { keyOf, type Result, readResults, tidyResults, writeResult } from "./mutation/results.ts";
import { SolidityTests, solidityTestsOf } from "./mutation/solidity-tests.ts";
import type { Answer } from "./mutation/worker.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string" },
    workers: { type: "string", default: "2" },
    only: { type: "string" },
    again: { type: "boolean" },
    fresh: { type: "boolean" },
    list: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  },
});
if (values.help) {
  console.log(`Usage: npm run test:mutation -- [options]

Changes the contracts one operator, constant, condition, flag, modifier or statement at a time and runs the tests on each: those that pass have
missed it. First the unit tests of the contracts whose code changed; the fuzz tests and invariants for what survives these and has no reason in
scripts/mutate-equivalents.json. A mutant of which the compiler makes the same code is none.
Verdicts are kept in docs/audit/mutation.jsonl: what was stopped, by Ctrl-C or --minutes, goes on where it was.

  --minutes N    stop after so long
  --workers N    mutants tested at once (default 2)
  --only TEXT    only mutants whose line or change holds the text
  --again        test those again that survived: after writing tests
  --fresh        test all again
  --list         print the mutants and stop`);
  process.exit();
}
await buildContracts();

/** At least this part of the mutants must die. */
const required = 0.95;
/** A mutant that takes longer never ends, and is dead. Gas ends most; a busy machine must not. */
const timeout = 1_800_000;
/** Mutants that no test can tell from the original, by name, each with its reason. */
const reasons: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL("mutate-equivalents.json", import.meta.url), "utf8"),
);

const mutants = targets.flatMap(mutantsOf);
const chosen = mutants.filter(({ line, what }) => `${line} [${what}]`.includes(values.only ?? ""));
if (values.list) {
  for (const { line, what } of chosen) console.log(`${line}  [${what}]`);
  process.exit();
}

const results = readResults();
const record = (mutant: Mutant, answer: Answer) => {
  const result = { ...answer, key: keyOf(mutant), name: mutant.name };
  results.set(result.key, result);
  writeResult(result);
};
const resultOf = (mutant: Mutant): Result | undefined => results.get(keyOf(mutant));

const queue = chosen.filter((mutant) => {
  const verdict = values.fresh ? undefined : resultOf(mutant)?.verdict;
  return verdict === undefined || (values.again && (verdict === "lives" || verdict === "survives"));
});
console.error(`${chosen.length} mutants, ${chosen.length - queue.length} of them tested before.`);
const started = Date.now();
const all = queue.length;
let done = 0;
function progress(mutant: Mutant, { verdict }: Answer): void {
  done += 1;
  const left = Math.round(((Date.now() - started) / done / 60_000) * (all - done));
  const what = verdict === "lives" ? `\n  unit tests miss ${mutant.line} [${mutant.what}]` : "";
  console.error(`${done}/${all}, ${left} min left${what}`);
}

const end = values.minutes === undefined ? Number.POSITIVE_INFINITY : started + Number(values.minutes) * 60_000;
const isTime = () => Date.now() >= end;

/** Tests mutants of the queue by one process after another until there are none. */
async function work(): Promise<void> {
  let child: ChildProcess | undefined;
  for (let mutant = queue.shift(); mutant && !isTime(); mutant = queue.shift()) {
    child ??= await startWorker();
    const answer = await ask(child, mutant);
    if (!child.connected) child = undefined;
    record(mutant, answer);
    progress(mutant, answer);
  }
  child?.disconnect();
}

async function startWorker(): Promise<ChildProcess> {
  const child = fork(new URL("mutation/worker.ts", import.meta.url));
  await new Promise<void>((resolve, reject) => {
    child.once("message", () => resolve());
    child.once("exit", () => reject(new Error("The tests fail on the unchanged contracts: mend that first.")));
  });
  return child;
}

function ask(child: ChildProcess, mutant: Mutant): Promise<Answer> {
  return new Promise((resolve) => {
    const settle = (answer: Answer) => {
      clearTimeout(timer);
      child.removeAllListeners();
      resolve(answer);
    };
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      child.disconnect();
      settle({ verdict: "dead", by: "it never ends" });
    }, timeout);
    child.once("message", (answer: Answer) => settle(answer));
    child.once("exit", () => settle({ verdict: "dead", by: "the tests' process ended" }));
    child.send(mutant);
  });
}

await Promise.all(Array.from({ length: Number(values.workers) }, work));

tidyResults(mutants);
const untested = chosen.filter((mutant) => resultOf(mutant) === undefined);
if (untested.length > 0) {
  console.log(`${untested.length} of ${chosen.length} mutants are still to be tested: run it again.`);
  process.exit(1);
}

const living = chosen.filter((mutant) => resultOf(mutant)?.verdict === "lives" && reasons[mutant.name] === undefined);
if (living.length > 0) {
  const tests = await SolidityTests.create();
  try {
    for (const [index, mutant] of living.entries()) {
      const names = solidityTestsOf(contractsWith(mutant.file));
      const passed = names.length === 0 || (await tests.pass(mutant, names)) === true;
      record(mutant, passed ? { verdict: "survives" } : { verdict: "dead", by: names.join(", ") });
      console.error(`${index + 1}/${living.length} with fuzz tests and invariants`);
    }
  } finally {
    await tests.remove();
  }
}

const count = (...verdicts: readonly Answer["verdict"][]) =>
  chosen.filter((mutant) => verdicts.includes((resultOf(mutant) as Result).verdict)).length;
const survivors = chosen.filter((mutant) => ["lives", "survives"].includes((resultOf(mutant) as Result).verdict));
for (const { line, what, name } of survivors)
  console.log(`survived: ${line} [${what}]\n  ${reasons[name] ?? "NO REASON GIVEN"}`);
const valid = chosen.length - count("invalid", "same");
const killed = count("dead") / valid;
const unexplained = survivors.filter(({ name }) => reasons[name] === undefined);
const survived = new Set(survivors.map(({ name }) => name));
const stale = values.only ? [] : Object.keys(reasons).filter((name) => !survived.has(name));
for (const name of stale) console.log(`stale reason, no such survivor: ${name}`);
console.log(
  `${(killed * 100).toFixed(1)}% of ${valid} mutants died; ${count("same")} more make the same code and ${count("invalid")} do not compile. ` +
    `${unexplained.length} survivors have no reason.`,
);
if (killed < required || unexplained.length > 0 || stale.length > 0) process.exitCode = 1;
