import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { check: { type: "boolean" }, help: { type: "boolean", short: "h" } } });
if (values.help) {
  console.log(`Usage: npm run generate -- [--check]

Writes the ABIs of the compiled contracts to src/protocol/generated, typed for viem.
  --check   write nothing, fail where a file is stale`);
  process.exit();
}

/** What others call, by the file of its artifact. */
const abis = [
  { file: "payment-router-abi.ts", name: "paymentRouterAbi", artifact: "PaymentRouter.sol/PaymentRouter" },
  { file: "gas-sponsor-abi.ts", name: "gasSponsorAbi", artifact: "GasSponsor.sol/GasSponsor" },
];

const artifacts = new URL("../artifacts/contracts/", import.meta.url);
const generated = new URL("../src/protocol/generated/", import.meta.url);
let stale = 0;

for (const { file, name, artifact } of abis) {
  const { abi } = JSON.parse(await readFile(new URL(`${artifact}.json`, artifacts), "utf8"));
  const header = "// Written by `npm run generate` from the compiled contract. Do not edit.\n";
  const text = `${header}export const ${name} = ${JSON.stringify(abi, null, 2)} as const;\n`;
  const target = new URL(file, generated);
  const current = await readFile(target, "utf8").catch(() => "");
  if (current === text) continue;
  if (!values.check) await writeFile(target, text);
  console.log(`${values.check ? "stale" : "written"}: src/protocol/generated/${file}`);
  stale += 1;
}

if (values.check && stale > 0) {
  console.error(
    "The contracts changed and the generated files did not: run `npm run generate` and commit what it writes.",
  );
  process.exitCode = 1;
}
