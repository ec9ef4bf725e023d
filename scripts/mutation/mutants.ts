import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root, solc } from "./compile.ts";

/** What is deployed. */
export const targets = [
  "PaymentRouter.sol",
  "StandingDeposits.sol",
  "Mandates.sol",
  "PartSplitter.sol",
  "Splitter.sol",
  "DepositAddress.sol",
  "GasSponsor.sol",
  "SponsorSignature.sol",
  "GasSponsorV07.sol",
  "GasSponsorV06.sol",
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

export type Mutant = {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** File, number and text of the line. */
  readonly line: string;
  readonly what: string;
  /** What a mutant is called in scripts/mutate-equivalents.json: the line without its number, and the change. */
  readonly name: string;
};

// biome-ignore lint/suspicious/noExplicitAny: the compiler's syntax tree.
type Node = any;

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

const otherInstruction: Readonly<Record<string, string>> = { and: "or", or: "and", gt: "lt", lt: "gt" };

/** What is added to a condition, by the parameter of its function that it speaks of: checks that only sometimes check. */
const additions: Readonly<Record<string, readonly string[]>> = {
  payment: ["payment.refundTo == address(0)", "payment.shares.length > 1"],
  standing: ["standing.parts.length > 1"],
  m: ["m.parts.length > 1", "m.collector == address(0)"],
  parts: ["parts.length > 1"],
};

type Flag = { readonly needs: string; readonly off: string; readonly on: string };

/**
 * What marks something as done, or as being done, by contract: it is taken off while a statement runs, as long as the variable that it needs is
 * there.
 */
const flags: Readonly<Record<string, Flag>> = {
  "PaymentRouter.sol": { needs: "paymentId", off: "_settled[paymentId] = 0;", on: "_settled[paymentId] = 1;" },
  // Used periods, and cancellation, which is the same word.
  "Mandates.sol": {
    needs: "mandateId",
    off: "_usedUpTo[m.payer][mandateId] = 0;",
    on: "_usedUpTo[m.payer][mandateId] = period + 1;",
  },
  // The lock.
  "StandingDeposits.sol": {
    needs: "standingId",
    off: "{ bytes32 lock = _reentrancyGuardStorageSlot(); assembly { tstore(lock, 0) } }",
    on: "{ bytes32 lock = _reentrancyGuardStorageSlot(); assembly { tstore(lock, 1) } }",
  },
};

/** Every mutant of a contract, in the order of its lines. */
export function mutantsOf(file: string): Mutant[] {
  const source = readFileSync(join(root, "contracts", file), "utf8");
  const bytes = Buffer.from(source);
  const input = {
    language: "Solidity",
    sources: { [file]: { content: source } },
    settings: { stopAfter: "parsing", outputSelection: { "*": { "": ["ast"] } } },
  };
  const { sources } = JSON.parse(solc.compile(JSON.stringify(input)));
  const mutants: Mutant[] = [];
  const at = (node: Node) => {
    const [start, length] = (node.nativeSrc ?? node.src).split(":").map(Number) as [number, number];
    return { start, end: start + length };
  };
  const slice = (node: Node) => bytes.subarray(at(node).start, at(node).end).toString();
  const add = (node: Node, text: string, what: string) => {
    const { start, end } = at(node);
    const number = bytes.subarray(0, start).toString().split("\n").length;
    const code = source.split("\n")[number - 1]?.trim();
    mutants.push({
      file,
      start,
      end,
      text,
      line: `${file}:${number} ${code}`,
      what,
      name: `${file} ${code} [${what}]`,
    });
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
        // Those of a constructor are the constructors of what it inherits from.
        if (node.kind !== "constructor")
          for (const modifier of node.modifiers) add(modifier, "", "without its modifier");
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
      case "YulFunctionCall": {
        const { name } = node.functionName;
        const other = otherInstruction[name];
        if (other) add(node.functionName, other, `${name} becomes ${other}`);
        if (name === "iszero") add(node, slice(node.arguments[0]), "iszero left out");
        break;
      }
      case "YulLiteral":
        if (node.kind === "number") add(node, `add(${slice(node)}, 1)`, `${node.value} becomes one more`);
        break;
    }
    for (const [key, child] of Object.entries(node)) if (key !== "documentation" && key !== "modifiers") visit(child);
  };
  const isCode = (node: Node) => node.nodeType === "ContractDefinition" || node.nodeType === "FunctionDefinition";
  for (const node of sources[file].ast.nodes.filter(isCode)) visit(node);
  return mutants;
}
