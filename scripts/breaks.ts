import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildContracts } from "./build-contracts.ts";
import { breaks } from "./mutation/breaks.ts";
import { root } from "./mutation/compile.ts";
import { SolidityTests } from "./mutation/solidity-tests.ts";

const { values } = parseArgs({ options: { only: { type: "string" }, help: { type: "boolean", short: "h" } } });
if (values.help) {
  console.log(`Usage: npm run test:breaks -- [options]

Breaks the contracts by hand in ways that tests once missed, in a copy, and runs nothing but their invariants: each break must make them fail.

  --only TEXT    only breaks whose name holds the text`);
  process.exit();
}

await buildContracts();
const chosen = breaks.filter(({ name }) => name.includes(values.only ?? ""));
const tests = await SolidityTests.create();
try {
  for (const { name, file, from, to, invariant } of chosen) {
    const source = readFileSync(join(root, "contracts", file));
    const start = source.indexOf(from);
    if (start < 0 || source.indexOf(from, start + 1) >= 0) throw new Error(`${name}: its code is not there once`);
    const change = { file, start, end: start + Buffer.byteLength(from), text: to };
    const passed = await tests.pass(change, [invariant]);
    if (passed === undefined) throw new Error(`${name}: does not compile`);
    console.log(`${passed ? "MISSED" : "caught"}: ${name}`);
    if (passed) process.exitCode = 1;
  }
} finally {
  await tests.remove();
}
