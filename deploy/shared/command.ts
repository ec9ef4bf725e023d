import { resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Address, isAddress } from "viem";
import { type Chain, chainByNetwork, chains } from "../../src/protocol/index.ts";
import { deploy } from "./deploy.ts";
import { DeploymentError } from "./errors.ts";
import { parametersFile } from "./parameters.ts";

export const deploymentsDirectory = fileURLToPath(new URL("../../deployments", import.meta.url));

export const deployHelp = `Usage: npm run deploy -- --network NETWORK [options]

Deploys PaymentRouter, StandingDeposits, Mandates and the gas sponsors of EntryPoint v0.8, v0.7 and v0.6 through CreateX, at addresses that
follow from their code and arguments alone; to testnets also a test USDT with an open faucet. Checks everything first, prints the plan and its cost, and asks. May be run again: it goes on where it stopped.

  --network NETWORK      ethereum, arbitrum, base, polygon, bnb, optimism, sepolia, arbitrumSepolia, baseSepolia, amoy, bnbTestnet,
                         optimismSepolia
  --dry-run              check and print the plan, send nothing
  --from ADDRESS         with --dry-run: who would deploy, instead of the account of the key
  --yes                  do not ask
  --replace              deploy beside another router that is recorded for this chain
  --parameters FILE      instead of ignition/parameters/NETWORK.json
  --directory DIRECTORY  where records and journals are kept (deployments)
  --build                compile the contracts first, which the npm script does
  --confirmations N      blocks on top of a transaction before it counts

The endpoint is <NETWORK>_RPC_URL (BASE_RPC_URL), the key DEPLOYER_PRIVATE_KEY: from Hardhat's keystore (npx hardhat keystore set NAME) or
the environment. For a Ledger, set DEPLOYER_LEDGER_ADDRESS: see docs/deploying.md.`;

/** What a chain's own script knows. */
export type ChainSettings = {
  /** Blocks on top of a transaction before it counts, unless asked for otherwise. */
  readonly confirmations: number;
};

/** Runs the command line of one chain's deployment, and ends the process with 1 if it fails. */
export async function deployCommand(network: string, settings: ChainSettings): Promise<void> {
  await orFail(() => run(requireChain(network), settings));
}

/** Says in plain words what went wrong, as far as we know. */
export async function orFail(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    console.error(isPlain(error) ? error.message : error);
    process.exitCode = 1;
  }
}

/** Whether the message alone says what to do. */
function isPlain(error: unknown): error is Error {
  return error instanceof DeploymentError || (error instanceof Error && error.name === "HardhatError");
}

export function requireChain(network: string | undefined): Chain {
  const chain = network === undefined ? undefined : chainByNetwork(network);
  if (chain !== undefined) return chain;
  throw new DeploymentError(`--network must be one of ${chains.map((known) => known.network).join(", ")}.`);
}

async function run(chain: Chain, settings: ChainSettings): Promise<void> {
  const { values } = parseArgs({
    options: {
      network: { type: "string" },
      build: { type: "boolean" },
      "dry-run": { type: "boolean", default: false },
      from: { type: "string" },
      yes: { type: "boolean", default: false },
      replace: { type: "boolean", default: false },
      parameters: { type: "string", default: parametersFile(chain.network) },
      directory: { type: "string", default: deploymentsDirectory },
      confirmations: { type: "string", default: `${settings.confirmations}` },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return console.log(deployHelp);
  if (!/^[1-9]\d{0,3}$/.test(values.confirmations)) throw new DeploymentError("--confirmations must be 1 to 9999.");
  if (values.from !== undefined && (!isAddress(values.from) || !values["dry-run"])) {
    throw new DeploymentError(
      "--from must be an address, and goes with --dry-run: only the key's own account can send.",
    );
  }
  await deploy(chain, {
    confirmations: Number(values.confirmations),
    parametersFile: resolve(values.parameters),
    directory: resolve(values.directory),
    dryRun: values["dry-run"],
    replace: values.replace,
    from: values.from as Address | undefined,
    confirm: values.yes ? async () => true : ask,
    report: console.log,
  });
}

async function ask(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new DeploymentError("There is nobody to ask: add --yes to deploy without asking.");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test(await terminal.question(`${question} [y/N] `));
  } finally {
    terminal.close();
  }
}
