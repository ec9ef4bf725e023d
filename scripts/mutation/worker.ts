import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import hre from "hardhat";
import Mocha from "mocha";
import { coreContractNames } from "../../deploy/shared/contract-names.ts";
import { type ContractName, compile, contractsWith, root } from "./compile.ts";
import type { Mutant } from "./mutants.ts";

/**
 * Runs as a process of its own: loads the unit tests once and answers each mutant with what became of it. Nothing is written anywhere: Hardhat
 * is given the mutant's code, by the compiler's quick way, in place of the artifact's.
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
  GasSponsorV07: "sponsor",
  GasSponsorV06: "sponsor",
};

const originals = unchanged();
const codes = new Map(originals);

const { readArtifact } = hre.artifacts;
hre.artifacts.readArtifact = (async (name: string) => {
  const artifact = await readArtifact.call(hre.artifacts, name);
  const code = codes.get(name as ContractName);
  return code === undefined ? artifact : { ...artifact, bytecode: `0x${code}` };
}) as typeof readArtifact;

/** By directory: a file's tests are there for whoever loads it first, and for nobody after. */
const suites = new Map<string, Mocha>();
for (const directoryName of new Set(Object.values(directories))) {
  // On a busy machine a test is slow, and not dead: what never ends is stopped from outside.
  const mocha = new Mocha({ bail: true, timeout: 0, reporter: class {} as never });
  const directory = join(root, "test/contracts", directoryName);
  // The smallest first: most mutants do not get far.
  const files = readdirSync(directory).filter((file) => file.endsWith(".test.ts"));
  for (const file of files.toSorted((a, b) => sizeOf(join(directory, a)) - sizeOf(join(directory, b))))
    mocha.addFile(join(directory, file));
  await mocha.loadFilesAsync();
  mocha.cleanReferencesAfterRun(false);
  suites.set(directoryName, mocha);
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
  const mocha = suites.get(directories[name]) as Mocha;
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

function unchanged(): Map<ContractName, string> {
  const compiled = compile("quick", coreContractNames);
  if (!compiled) throw new Error("The unchanged contracts do not compile.");
  return compiled;
}

const deployedCodes = new Map<ContractName, string>();
function deployedCode(name: ContractName): string | undefined {
  const known = deployedCodes.get(name) ?? compile("deployed", [name])?.get(name);
  if (known !== undefined) deployedCodes.set(name, known);
  return known;
}

async function judge(mutant: Mutant): Promise<Answer> {
  const path = `contracts/${mutant.file}`;
  const source = readFileSync(join(root, path));
  const content = Buffer.concat([
    source.subarray(0, mutant.start),
    Buffer.from(mutant.text),
    source.subarray(mutant.end),
  ]).toString();
  const names = contractsWith(mutant.file);
  const compiled = compile("quick", names, { path, content });
  if (!compiled) return { verdict: "invalid" };
  const changed = [...compiled].filter(([name, code]) => code !== originals.get(name));
  if (changed.length === 0) return { verdict: "same" };
  for (const [name, code] of changed) codes.set(name, code);
  try {
    for (const [name] of changed) {
      const by = await firstFailure(name);
      if (by !== undefined) return { verdict: "dead", by };
    }
    const asDeployed = compile("deployed", names, { path, content });
    return { verdict: names.every((name) => asDeployed?.get(name) === deployedCode(name)) ? "same" : "lives" };
  } finally {
    for (const [name, code] of originals) codes.set(name, code);
  }
}

for (const name of coreContractNames) {
  const failed = await firstFailure(name);
  if (failed !== undefined) throw new Error(`The tests fail on the unchanged contracts: ${failed}`);
}
process.on("message", async (mutant: Mutant) => process.send?.(await judge(mutant)));
process.on("disconnect", () => process.exit());
process.send?.("ready");
