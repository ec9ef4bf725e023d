import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { verifyContract } from "@nomicfoundation/hardhat-verify/verify";
import type { HardhatUserConfig } from "hardhat/config";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import userConfig from "../hardhat.config.ts";
import { buildContracts } from "../scripts/build-contracts.ts";
import { deploymentsDirectory, orFail, requireChain } from "./shared/command.ts";
import { contractsOf, sourceOf } from "./shared/contract-names.ts";
import { DeploymentError } from "./shared/errors.ts";
import { readRecord } from "./shared/record.ts";

const help = `Usage: npm run verify:explorers -- --network NETWORK [options]

Publishes the sources of what deployments/<chainId>.json records, so that explorers show them. May be run again: what is verified already is
left as it is.

  --network NETWORK      as for \`npm run deploy\`
  --only PROVIDERS       of sourcify, etherscan and blockscout, with commas between (sourcify,etherscan)
  --directory DIRECTORY  where the records are (deployments)
  --build                compile the contracts first, which the npm script does

Etherscan wants ETHERSCAN_API_KEY, from Hardhat's keystore or the environment; one key serves all chains. SOURCIFY_URL names another
Sourcify server than the public one.`;

const providers = ["sourcify", "etherscan", "blockscout"] as const;

await orFail(async () => {
  const { values } = parseArgs({
    options: {
      network: { type: "string" },
      build: { type: "boolean" },
      only: { type: "string", default: "sourcify,etherscan" },
      directory: { type: "string", default: deploymentsDirectory },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return console.log(help);
  const chain = requireChain(values.network);
  const chosen = values.only.split(",").map((name) => {
    const provider = providers.find((known) => known === name.trim());
    if (provider === undefined) throw new DeploymentError(`--only: "${name}" is not one of ${providers.join(", ")}.`);
    return provider;
  });
  const record = await readRecord(resolve(values.directory), chain.id);
  if (!record) throw new DeploymentError(`Nothing is recorded for ${chain.name}: deploy first.`);
  if (values.build) await buildContracts();
  // Publishing sends nothing to the chain: no key is asked for.
  const networks = { [chain.network]: { ...userConfig.networks?.[chain.network], accounts: "remote" } };
  const config = { ...userConfig, networks } as HardhatUserConfig;
  const environment = await createHardhatRuntimeEnvironment(config, { network: chain.network }, process.cwd());
  const failures: string[] = [];
  for (const provider of chosen) {
    for (const name of contractsOf(chain)) {
      const recorded = record.contracts[name];
      if (recorded === undefined) throw new DeploymentError(`${name} is not recorded for ${chain.name}: deploy first.`);
      const { address, arguments: args, transaction } = recorded;
      const contract = `${sourceOf(name)}:${name}`;
      const creationTxHash = transaction ?? undefined;
      const constructorArgs = Object.values(args);
      try {
        await verifyContract(
          { address, constructorArgs, contract, provider, ...(creationTxHash && { creationTxHash }) },
          environment,
        );
      } catch (error) {
        failures.push(`${name} by ${provider}: ${(error as Error).message}`);
      }
    }
  }
  if (failures.length > 0) {
    throw new DeploymentError(`Not verified; the same command tries again:\n${failures.join("\n")}`);
  }
});
