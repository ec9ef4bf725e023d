import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import hre from "hardhat";
import Mocha from "mocha";
import { type ContractName, compile, contractNames, contractsWith, root } from "./compile.ts";
import type { Mutant } from "./mutants.ts";

/**
 * Runs as a process of its own: loads the unit tests once and answers each mutant with what became of it. Nothing is written anywhere: Hardhat
 * is given the mutant's code in place of the artifact's.
 */

/** Dead: `by` fails. Lives: unit tests pass; survives: all do. Same: the compiler makes the same code of it, so no test can tell it. Invalid: it does not compile, and proves nothing. */
export type Answer =
  | { readonly verdict: "dead"; readonly by: string }
  | { readonly verdict: "lives" | "survives" | "same" | "invalid" };

const directories: Readonly<Record<ContractName, string>> = {
  PaymentRouter: "router",
  StandingDeposits: "standing",
  Mandates: "mandates",
  GasSponsor: "sponsor",
};

const originals = compile(contractNames) as Map<ContractName, string>;
const codes = new Map(originals);

const { readArtifact } = hre.artifacts;
hre.artifacts.readArtifact = (async (name: string) => {
  const artifact = await readArtifact.call(hre.artifacts, name);
  const code = codes.get(name as ContractName);
  return code === undefined ? artifact : { ...artifact, bytecode: `0x${code}` };
}) as typeof readArtifact;

const suites = new Map<ContractName, Mocha>();
for (const name of contractNames) {
  const mocha = new Mocha({ bail: true, timeout: 120_000, reporter: class {} as never });
  const directory = join(root, "test/contracts", directories[name]);
  // The smallest first: most mutants do not get far.
  const files = readdirSync(directory).filter((file) => file.endsWith(".test.ts"));
  for (const file of files.toSorted((a, b) => sizeOf(join(directory, a)) - sizeOf(join(directory, b))))
    mocha.addFile(join(directory, file));
  await mocha.loadFilesAsync();
  mocha.cleanReferencesAfterRun(false);
  suites.set(name, mocha);
}
const { networkHelpers } = await import("../../test/contracts/fixture.ts");
const untouched = await networkHelpers.takeSnapshot();

function sizeOf(path: string): number {
  return readFileSync(path).length;
}

/** The first test of a contract that fails. Where it is goes first from then on: it often finds the next mutant too. */
async function firstFailure(name: ContractName): Promise<string | undefined> {
  await untouched.restore();
  networkHelpers.clearSnapshots();
  const mocha = suites.get(name) as Mocha;
  return new Promise((resolve) => {
    let failed: Mocha.Runnable | undefined;
    const runner = mocha.run(() => {
      const { suites: parts } = mocha.suite;
      const found = parts.findIndex(({ file }) => file === failed?.file);
      if (found > 0) parts.unshift(...parts.splice(found, 1));
      resolve(failed?.fullTitle());
    });
    runner.on("fail", (test) => {
      failed ??= test;
    });
  });
}

async function judge(mutant: Mutant): Promise<Answer> {
  const path = `contracts/${mutant.file}`;
  const original = readFileSync(join(root, path));
  const content = Buffer.concat([
    original.subarray(0, mutant.start),
    Buffer.from(mutant.text),
    original.subarray(mutant.end),
  ]).toString();
  const compiled = compile(contractsWith(mutant.file), { path, content });
  if (!compiled) return { verdict: "invalid" };
  const changed = [...compiled].filter(([name, code]) => code !== originals.get(name));
  if (changed.length === 0) return { verdict: "same" };
  for (const [name, code] of changed) codes.set(name, code);
  try {
    for (const [name] of changed) {
      const by = await firstFailure(name);
      if (by !== undefined) return { verdict: "dead", by };
    }
    return { verdict: "lives" };
  } finally {
    for (const [name, code] of originals) codes.set(name, code);
  }
}

for (const name of contractNames) {
  const failed = await firstFailure(name);
  if (failed !== undefined) throw new Error(`The tests fail on the unchanged contracts: ${failed}`);
}
process.on("message", async (mutant: Mutant) => process.send?.(await judge(mutant)));
process.on("disconnect", () => process.exit());
process.send?.("ready");
