import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    workers: { type: "string", default: "2" },
    only: { type: "string" },
    list: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  },
});
if (values.help) {
  console.log(`Usage: npm run test:mutation -- [options]

Changes the contracts one operator, constant, condition, flag or statement at a time and runs the tests on each: those that pass have missed it.

  --workers N    mutants tested at once (default 2)
  --only TEXT    only mutants whose line or change holds the text
  --list         print the mutants and stop`);
  process.exit();
}

/** What is deployed. */
const targets = [
  "PaymentRouter.sol",
  "StandingDeposits.sol",
  "Mandates.sol",
  "PartSplitter.sol",
  "Splitter.sol",
  "DepositAddress.sol",
  "GasSponsor.sol",
  "libraries/DepositAddresses.sol",
  "libraries/PaymentHash.sol",
  "libraries/StandingHash.sol",
  "libraries/MandateHash.sol",
  "libraries/PartHash.sol",
  "libraries/PeriodUse.sol",
  "libraries/Schedule.sol",
  "libraries/SignatureOf.sol",
  "libraries/Split.sol",
];

/** What is added to a condition, by the parameter of its function that it speaks of: checks that only sometimes check. */
const additions: Readonly<Record<string, readonly string[]>> = {
  payment: ["payment.refundTo == address(0)", "payment.shares.length > 1"],
  standing: ["standing.parts.length > 1"],
  parts: ["parts.length > 1"],
};
/** What marks something as done, by contract: it is taken off while a statement runs, as long as the variable that it needs is there. */
const flags: Readonly<Record<string, { readonly needs: string; readonly off: string; readonly on: string }>> = {
  "PaymentRouter.sol": { needs: "paymentId", off: "_settled[paymentId] = 0;", on: "_settled[paymentId] = 1;" },
};
/** At least this part of the mutants must die. */
const required = 0.95;
/** Mutants that no test can tell from the original, by the line as it stands, each with its reason. */
const equivalents = new Map(
  Object.entries(JSON.parse(await readFile(new URL("mutate-equivalents.json", import.meta.url), "utf8"))),
);

type Mutant = {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly line: string;
  readonly what: string;
};
// biome-ignore lint/suspicious/noExplicitAny: the compiler's syntax tree.
type Node = any;

const root = fileURLToPath(new URL("..", import.meta.url));
const solc = createRequire(import.meta.url)("solc");

const otherOperator: Readonly<Record<string, string>> = {
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "==": "!=",
  "!=": "==",
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "&&": "||",
  "||": "&&",
  "**": "*",
};

async function mutantsOf(file: string): Promise<Mutant[]> {
  const source = await readFile(join(root, "contracts", file), "utf8");
  const bytes = Buffer.from(source);
  const input = {
    language: "Solidity",
    sources: { [file]: { content: source } },
    settings: { stopAfter: "parsing", outputSelection: { "*": { "": ["ast"] } } },
  };
  const { sources } = JSON.parse(solc.compile(JSON.stringify(input)));
  const mutants: Mutant[] = [];
  const at = (node: Node) => {
    const [start, length] = node.src.split(":").map(Number) as [number, number];
    return { start, end: start + length };
  };
  const slice = (node: Node) => bytes.subarray(at(node).start, at(node).end).toString();
  const add = (node: Node, text: string, what: string) => {
    const { start, end } = at(node);
    const before = bytes.subarray(0, start).toString();
    const number = before.split("\n").length;
    const line = `${file}:${number} ${source.split("\n")[number - 1]?.trim()}`;
    mutants.push({ file, start, end, text, line, what });
  };
  const flag = flags[file];
  let parameters: readonly string[] = [];
  let declared = new Set<string>();
  const visit = (node: Node): void => {
    if (node === null || typeof node !== "object") return;
    if (Array.isArray(node)) {
      for (const element of node) visit(element);
      return;
    }
    switch (node.nodeType) {
      case "FunctionDefinition":
        parameters = node.parameters.parameters.map(({ name }: Node) => name);
        declared = new Set();
        break;
      case "VariableDeclarationStatement":
        for (const declaration of node.declarations) if (declaration) declared.add(declaration.name);
        break;
      case "BinaryOperation": {
        const other = otherOperator[node.operator];
        if (other)
          add(
            node,
            `(${slice(node.leftExpression)} ${other} ${slice(node.rightExpression)})`,
            `${node.operator} becomes ${other}`,
          );
        break;
      }
      case "IfStatement":
        add(node.condition, "false", "never");
        add(node.condition, "true", "always");
        for (const addition of parameters.flatMap((name) => additions[name] ?? []))
          add(node.condition, `(${slice(node.condition)}) && ${addition}`, `only where ${addition}`);
        break;
      case "ExpressionStatement":
      case "EmitStatement":
      case "RevertStatement":
      case "Continue":
        // The semicolon stays, and wants something before it.
        add(node, "true", "left out");
        if (flag && node.expression?.nodeType === "FunctionCall" && declared.has(flag.needs))
          add(node, `${flag.off} ${slice(node)}; ${flag.on} true`, "the flag is off meanwhile");
        break;
      case "Assignment":
        if (node.operator === "+=")
          add(node, `${slice(node.leftHandSide)} -= ${slice(node.rightHandSide)}`, "+= becomes -=");
        if (node.operator === "-=")
          add(node, `${slice(node.leftHandSide)} += ${slice(node.rightHandSide)}`, "-= becomes +=");
        break;
      case "Literal":
        if (node.kind === "number")
          add(node, `(${node.value.replaceAll("_", "")} + 1)`, `${node.value} becomes one more`);
        if (node.kind === "bool") add(node, node.value === "true" ? "false" : "true", "the other truth");
        break;
      case "UnaryOperation":
        if (node.operator === "!") add(node, slice(node.subExpression), "! left out");
        break;
      case "Conditional":
        add(
          node,
          `(${slice(node.condition)} ? ${slice(node.falseExpression)} : ${slice(node.trueExpression)})`,
          "the other way round",
        );
        break;
    }
    for (const [key, child] of Object.entries(node)) if (key !== "documentation") visit(child);
  };
  const isCode = (node: Node) => node.nodeType === "ContractDefinition" || node.nodeType === "FunctionDefinition";
  for (const node of sources[file].ast.nodes.filter(isCode)) visit(node);
  return mutants;
}

/** A copy of what the tests need, so that the real files are never touched. */
async function makeWorkshop(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "railsplit-mutation-"));
  for (const part of [
    "contracts",
    "deploy",
    "ignition",
    "src",
    "test",
    "scripts",
    "hardhat.config.ts",
    "package.json",
    "tsconfig.json",
    "cache",
    "artifacts",
  ]) {
    await cp(join(root, part), join(directory, part), { recursive: true });
  }
  await symlink(join(root, "node_modules"), join(directory, "node_modules"));
  return directory;
}

function run(directory: string, args: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, "node_modules/hardhat/dist/src/cli.js"), ...args], {
      cwd: directory,
      stdio: "ignore",
    });
    // A mutant that never ends is dead too.
    const timeout = setTimeout(() => child.kill("SIGKILL"), 120_000);
    child.on("exit", (code) => {
      clearTimeout(timeout);
      resolve(code === 0);
    });
  });
}

type Verdict = "dead" | "survivor" | "invalid";

async function runTests(directory: string): Promise<Verdict> {
  if (!(await run(directory, ["build", "--no-typechain"]))) return "invalid";
  if (!(await run(directory, ["test", "mocha", "--no-compile", "--bail", "--grep-exclude", "on forks"]))) return "dead";
  return (await run(directory, ["test", "solidity", "--no-typechain"])) ? "survivor" : "dead";
}

/** Dead: a test fails. Invalid: it does not compile, and proves nothing. */
async function judge(directory: string, mutant: Mutant): Promise<Verdict> {
  const path = join(directory, "contracts", mutant.file);
  const original = await readFile(join(root, "contracts", mutant.file));
  await writeFile(
    path,
    Buffer.concat([original.subarray(0, mutant.start), Buffer.from(mutant.text), original.subarray(mutant.end)]),
  );
  try {
    return await runTests(directory);
  } finally {
    await writeFile(path, original);
  }
}

const all = (await Promise.all(targets.map(mutantsOf)))
  .flat()
  .filter(({ line, what }) => `${line} [${what}]`.includes(values.only ?? ""));
if (values.list) {
  for (const { line, what } of all) console.log(`${line}  [${what}]`);
  process.exit();
}
console.error(
  `${all.length} mutants of ${targets.map((file) => relative(root, join(root, "contracts", file))).join(", ")}`,
);
const survivors: Mutant[] = [];
const queue = [...all];
let done = 0;
let invalid = 0;
const directories: string[] = [];
try {
  await Promise.all(
    Array.from({ length: Number(values.workers) }, async () => {
      const directory = await makeWorkshop();
      directories.push(directory);
      if ((await runTests(directory)) !== "survivor")
        throw new Error("The tests fail on the unchanged contracts: mend that first.");
      for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
        const verdict = await judge(directory, mutant);
        if (verdict === "survivor") {
          survivors.push(mutant);
          process.stderr.write(`\rsurvived: ${mutant.line} [${mutant.what}]\n`);
        }
        if (verdict === "invalid") invalid += 1;
        done += 1;
        process.stderr.write(`\r${done}/${all.length} tested, ${survivors.length} survived`);
      }
    }),
  );
} finally {
  process.stderr.write("\n");
  for (const directory of directories) await rm(directory, { recursive: true, force: true });
}
const key = ({ line, what }: Mutant) => `${line.replace(/:\d+ /, " ")} [${what}]`;
for (const mutant of survivors)
  console.log(`survived: ${mutant.line} [${mutant.what}]\n  ${equivalents.get(key(mutant)) ?? "NO REASON GIVEN"}`);
const valid = all.length - invalid;
const killed = (valid - survivors.length) / valid;
const unexplained = survivors.filter((mutant) => !equivalents.has(key(mutant)));
console.log(
  `${(killed * 100).toFixed(1)}% of ${valid} mutants died (${invalid} more do not compile); ${unexplained.length} survivors have no reason.`,
);
if (killed < required || unexplained.length > 0) process.exitCode = 1;
