import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, it } from "node:test";

const solc = createRequire(import.meta.url)("solc");

// What is deployed. The linter asks the same of public functions, and passes over private ones and over return values without a name.
const sources = globSync(["contracts/*.sol", "contracts/{interfaces,libraries,testnet}/*.sol"]);

type Parameters = { readonly parameters: readonly { readonly name: string }[] };
type Node = {
  readonly nodeType: string;
  readonly name: string;
  readonly kind?: string;
  readonly documentation?: { readonly text: string } | null;
  readonly parameters?: Parameters;
  readonly returnParameters?: Parameters;
  readonly nodes?: readonly Node[];
};

const documented = new Set(["FunctionDefinition", "EventDefinition", "ErrorDefinition"]);

/** What the comment of a function, event or error leaves out. */
function missingOf({ documentation, parameters, returnParameters }: Node): string[] {
  const text = documentation?.text ?? "";
  if (/@inheritdoc \w/.test(text)) return [];
  const names = parameters?.parameters.map(({ name }) => name).filter((name) => name !== "") ?? [];
  const returns = returnParameters?.parameters.length ?? 0;
  return [
    ...(/@notice \S/.test(text) ? [] : ["@notice"]),
    ...names.filter((name) => !new RegExp(`@param ${name} \\S`).test(text)).map((name) => `@param ${name}`),
    ...((text.match(/@return \S/g) ?? []).length === returns ? [] : ["@return"]),
  ];
}

describe("NatSpec", () => {
  for (const path of sources) {
    it(`${path}: every function, event and error says what it is, each parameter and what it returns`, () => {
      const input = {
        language: "Solidity",
        sources: { [path]: { content: readFileSync(path, "utf8") } },
        settings: { stopAfter: "parsing", outputSelection: { "*": { "": ["ast"] } } },
      };
      const { ast } = JSON.parse(solc.compile(JSON.stringify(input))).sources[path] as { ast: Node };
      const all = ast.nodes?.flatMap((node) => [node, ...(node.nodes ?? [])]) ?? [];
      const missing = all
        .filter(({ nodeType }) => documented.has(nodeType))
        .map((node) => [node.name || node.kind, ...missingOf(node)])
        .filter(([, ...tags]) => tags.length > 0);
      assert.deepEqual(missing, []);
    });
  }
  it("is looked for where it can be missing", () => {
    assert.ok(sources.includes("contracts/Mandates.sol") && sources.length > 20);
  });
});
