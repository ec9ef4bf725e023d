import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { coreContractNames } from "../../deploy/shared/contract-names.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const solc = createRequire(import.meta.url)("solc");

export type ContractName = (typeof coreContractNames)[number];

type Errors = readonly { readonly severity: string }[] | undefined;

const sources = new Map<string, string>();

function read(path: string): string | undefined {
  const known = sources.get(path);
  if (known !== undefined) return known;
  for (const directory of ["", "node_modules"]) {
    try {
      const content = readFileSync(join(root, directory, path), "utf8");
      sources.set(path, content);
      return content;
    } catch {}
  }
  return undefined;
}

/** As deployed, but for the compiler's own mark at the end. */
const deployed = { viaIR: true, optimizer: { enabled: true, runs: 1_000_000 } };
/** A fifth of the work, for code that does the same. */
const quick = { viaIR: false, optimizer: { enabled: false } };

/** For these the compiler's quick way has too little stack. */
const onlyAsDeployed: ReadonlySet<ContractName> = new Set(["GasSponsorV07", "GasSponsorV06"]);

type Changed = { readonly path: string; readonly content: string };

/** The init code of contracts; undefined where they do not compile. `changed` is what other content the file of that path has. */
export function compile(
  how: "deployed" | "quick",
  names: readonly ContractName[],
  changed?: Changed,
): Map<ContractName, string> | undefined {
  const apart = how === "quick" ? names.filter((name) => onlyAsDeployed.has(name)) : [];
  if (apart.length === 0) return compileAtOnce(how, names, changed);
  const slow = compileAtOnce("deployed", apart, changed);
  const rest = names.filter((name) => !onlyAsDeployed.has(name));
  const others = rest.length === 0 ? new Map<ContractName, string>() : compileAtOnce("quick", rest, changed);
  return slow && others && new Map([...others, ...slow]);
}

function compileAtOnce(
  how: "deployed" | "quick",
  names: readonly ContractName[],
  changed: Changed | undefined,
): Map<ContractName, string> | undefined {
  const contentOf = (path: string) => (path === changed?.path ? changed.content : read(path));
  const pathOf = (name: ContractName) => `contracts/${name}.sol`;
  const input = {
    language: "Solidity",
    sources: Object.fromEntries(names.map((name) => [pathOf(name), { content: contentOf(pathOf(name)) }])),
    settings: {
      evmVersion: "cancun",
      ...(how === "deployed" ? deployed : quick),
      metadata: { bytecodeHash: "none", appendCBOR: false },
      outputSelection: Object.fromEntries(names.map((name) => [pathOf(name), { [name]: ["evm.bytecode.object"] }])),
    },
  };
  const find = (path: string) => {
    const contents = contentOf(path);
    return contents === undefined ? { error: `${path} is not there` } : { contents };
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: find }));
  if ((output.errors as Errors)?.some(({ severity }) => severity === "error")) return undefined;
  return new Map(names.map((name) => [name, output.contracts[pathOf(name)][name].evm.bytecode.object as string]));
}

/** Which contracts have a file in them, by the imports. */
export function contractsWith(file: string): ContractName[] {
  const reached = (path: string, seen: Set<string>): Set<string> => {
    if (seen.has(path)) return seen;
    seen.add(path);
    for (const [, imported] of (read(path) ?? "").matchAll(/^import .*?"(\.[^"]+)";/gm))
      reached(join(path, "..", imported as string), seen);
    return seen;
  };
  return coreContractNames.filter((name) => reached(`contracts/${name}.sol`, new Set()).has(`contracts/${file}`));
}
