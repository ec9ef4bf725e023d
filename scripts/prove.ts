import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    timeout: { type: "string", default: "120" },
    help: { type: "boolean", short: "h" },
  },
});
if (values.help) {
  console.log(`Usage: npm run prove -- [options]

Proves every assertion of contracts/proofs with solc's SMTChecker (constrained Horn clauses) and z3, over the libraries that the contracts use.
Wants z3 on the path: Debian's package \`z3\`. Fails where an assertion is not proved.

  --only NAME      one of the contracts there
  --timeout N      seconds for each question to z3 (default 120)`);
  process.exit();
}

const root = fileURLToPath(new URL("..", import.meta.url));
const solc = createRequire(import.meta.url)("solc");
const version = spawnSync("z3", ["--version"], { encoding: "utf8" });
if (version.error) {
  console.error("z3 is not installed: on Debian, apt-get install z3.");
  process.exit(1);
}
console.log(`solc ${solc.version()}, ${version.stdout.trim()}`);

/** The compiler's code of "the assertion is safe". */
const provedSafe = "9576";

type Message = { readonly errorCode?: string; readonly severity: string; readonly formattedMessage: string };

const read = (path: string) => {
  for (const directory of ["", "node_modules/"]) {
    try {
      return { contents: readFileSync(`${root}${directory}${path}`, "utf8") };
    } catch {}
  }
  return { error: `${path} is not there` };
};

/** What z3 says to one question of the compiler's. */
function askSolver(query: string): { contents: string } {
  const args = ["-in", "-smt2", `-T:${values.timeout}`];
  const { stdout } = spawnSync("z3", args, { input: query, encoding: "utf8", maxBuffer: 1 << 28 });
  return { contents: stdout };
}

let failed = 0;
const files = readdirSync(`${root}contracts/proofs`).filter((file) => file.startsWith(values.only ?? ""));
for (const file of files) {
  const path = `contracts/proofs/${file}`;
  const name = file.replace(".sol", "");
  const input = {
    language: "Solidity",
    sources: { [path]: { content: readFileSync(`${root}${path}`, "utf8") } },
    settings: {
      evmVersion: "cancun",
      viaIR: true,
      outputSelection: { "*": { "*": ["abi"] } },
      modelChecker: {
        engine: "chc",
        solvers: ["smtlib2"],
        contracts: { [path]: [name] },
        targets: ["assert"],
        showProvedSafe: true,
        showUnproved: true,
        showUnsupported: true,
      },
    },
  };
  const started = Date.now();
  const callbacks = { import: read, smtSolver: askSolver };
  const output = JSON.parse(solc.compile(JSON.stringify(input), callbacks)) as { errors?: Message[] };
  const messages = (output.errors ?? []).filter(({ formattedMessage }) => /CHC|SMT|Error/.test(formattedMessage));
  const proved = messages.filter(({ errorCode }) => errorCode === provedSafe);
  const others = messages.filter(({ errorCode }) => errorCode !== provedSafe);
  console.log(
    `${name}: ${proved.length} proved, ${others.length} not, in ${((Date.now() - started) / 1000).toFixed(0)} s`,
  );
  for (const { formattedMessage } of others) console.log(formattedMessage);
  if (proved.length === 0 || others.length > 0) failed += 1;
}
if (failed > 0) process.exitCode = 1;
