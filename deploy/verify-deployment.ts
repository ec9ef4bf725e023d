import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildContracts } from "../scripts/build-contracts.ts";
import { deploymentsDirectory, orFail, requireChain } from "./shared/command.ts";
import { parametersFile } from "./shared/parameters.ts";
import { verifyDeployment } from "./shared/verify-deployment.ts";

const help = `Usage: npm run verify:deployment -- --network NETWORK [options]

Builds the contracts from source, deploys them in memory as on that chain, and compares code, immutables and addresses with what is
there and with deployments/<chainId>.json. Needs <NETWORK>_RPC_URL and no key.

  --network NETWORK      as for \`npm run deploy\`
  --parameters FILE      instead of ignition/parameters/NETWORK.json
  --directory DIRECTORY  where the records are (deployments)
  --build                compile the contracts first, which the npm script does`;

await orFail(async () => {
  const { values } = parseArgs({
    options: {
      network: { type: "string" },
      build: { type: "boolean" },
      parameters: { type: "string" },
      directory: { type: "string", default: deploymentsDirectory },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return console.log(help);
  const chain = requireChain(values.network);
  if (values.build) await buildContracts({ force: true });
  await verifyDeployment(chain, {
    parametersFile: resolve(values.parameters ?? parametersFile(chain.network)),
    directory: resolve(values.directory),
    report: console.log,
  });
});
