import { readdir, readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { type ClearSigningDeployment, clearSigningDescriptors } from "../src/protocol/index.ts";
import { describeChains } from "./describe-chains.ts";
import { describeCode } from "./describe-code.ts";
import { describeErrors } from "./describe-errors.ts";
import { describeWallets } from "./describe-wallets.ts";

const { values } = parseArgs({ options: { check: { type: "boolean" }, help: { type: "boolean", short: "h" } } });
if (values.help) {
  console.log(`Usage: npm run generate -- [--check]

Writes the ABIs of the compiled contracts to src/protocol/generated, typed for viem, by what the code of Mandates is known, the table of chains to docs/api/chains.md, how wallets pay to docs/wallets.md,
the page of errors from docs/api/errors.md,
and descriptors for wallets (ERC-7730) to erc7730, for what deployments/ records.
  --check   write nothing, fail where a file is stale`);
  process.exit();
}

/** What others call, by the file of its artifact. */
const abis = [
  { file: "payment-router-abi.ts", name: "paymentRouterAbi", artifact: "PaymentRouter.sol/PaymentRouter" },
  { file: "standing-deposits-abi.ts", name: "standingDepositsAbi", artifact: "StandingDeposits.sol/StandingDeposits" },
  { file: "mandates-abi.ts", name: "mandatesAbi", artifact: "Mandates.sol/Mandates" },
  { file: "gas-sponsor-abi.ts", name: "gasSponsorAbi", artifact: "GasSponsor.sol/GasSponsor" },
];

const root = new URL("../", import.meta.url);

/** Where the contracts stand on real chains, by the records of their deployments. */
async function readDeployments() {
  const router: ClearSigningDeployment[] = [];
  const mandates: ClearSigningDeployment[] = [];
  const names = await readdir(new URL("deployments/", root)).catch(() => []);
  for (const name of names.filter((name) => /^\d+\.json$/.test(name)).sort()) {
    const { chainId, contracts } = JSON.parse(await readFile(new URL(`deployments/${name}`, root), "utf8"));
    router.push({ chainId, address: contracts.PaymentRouter.address });
    if (contracts.Mandates) mandates.push({ chainId, address: contracts.Mandates.address });
  }
  return { router, mandates };
}

const files = new Map<string, string>();

for (const { file, name, artifact } of abis) {
  const { abi } = JSON.parse(await readFile(new URL(`artifacts/contracts/${artifact}.json`, root), "utf8"));
  const header = "// Written by `npm run generate` from the compiled contract. Do not edit.\n";
  files.set(
    `src/protocol/generated/${file}`,
    `${header}export const ${name} = ${JSON.stringify(abi, null, 2)} as const;\n`,
  );
}
files.set(
  "src/protocol/generated/mandates-code.ts",
  describeCode("mandatesCode", await readFile(new URL("artifacts/contracts/Mandates.sol/Mandates.json", root), "utf8")),
);
files.set("docs/api/chains.md", describeChains());
files.set("docs/wallets.md", describeWallets(await readFile(new URL("docs/wallets.md", root), "utf8")));
const errorsPage = await readFile(new URL("docs/api/errors.md", root), "utf8");
files.set("src/api/pages/generated/error-guide.ts", describeErrors(errorsPage));
for (const [file, descriptor] of Object.entries(clearSigningDescriptors(await readDeployments()))) {
  files.set(`erc7730/${file}`, `${JSON.stringify(descriptor, null, 2)}\n`);
}

let stale = 0;
for (const [file, text] of files) {
  const target = new URL(file, root);
  if ((await readFile(target, "utf8").catch(() => "")) === text) continue;
  if (!values.check) await writeFile(target, text);
  console.log(`${values.check ? "stale" : "written"}: ${file}`);
  stale += 1;
}

if (values.check && stale > 0) {
  console.error(
    "What they are made from changed and the generated files did not: run `npm run generate` and commit what it writes.",
  );
  process.exitCode = 1;
}
