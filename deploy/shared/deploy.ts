import { join } from "node:path";
import { type Address, concat, keccak256, type PublicClient } from "viem";
import { ChainMismatchError } from "../../src/chain/check-chain.ts";
import { type Chain, deploymentSalt } from "../../src/protocol/index.ts";
import { connect, connectToRead } from "./connect.ts";
import { productionCompiler } from "./contracts.ts";
import { deployMissing } from "./deploy-missing.ts";
import { DeploymentError } from "./errors.ts";
import { findTransaction } from "./find-transaction.ts";
import { readParameters } from "./parameters.ts";
import { makePlan, type Plan, type Step } from "./plan.ts";
import { printPlan } from "./print-plan.ts";
import { printVariables } from "./print-variables.ts";
import { type ContractRecord, type DeploymentRecord, keepReplaced, readRecord, writeRecord } from "./record.ts";

export type DeployOptions = {
  /** Blocks on top of a transaction before it counts. */
  readonly confirmations: number;
  readonly parametersFile: string;
  /** Where records and journals are kept. */
  readonly directory: string;
  readonly dryRun: boolean;
  /** Deploy beside another router that is recorded for this chain. */
  readonly replace: boolean;
  /** Who would deploy, for a dry run without the key. */
  readonly from?: Address | undefined;
  readonly confirm: (question: string) => Promise<boolean>;
  readonly report: (line: string) => void;
};

/**
 * Puts our contracts on a chain, where they are not there yet, and records them. May be run again at any time: it goes on where it
 * stopped, and changes nothing that is done. Throws `DeploymentError` before anything is sent if anything is not as it should be.
 */
export async function deploy(chain: Chain, options: DeployOptions): Promise<void> {
  const { dryRun, replace, directory, report, confirm } = options;
  const parameters = await readParameters(options.parametersFile);
  const connection = await (dryRun && options.from !== undefined ? connectToRead(chain) : connect(chain));
  try {
    const client = await connection.viem.getPublicClient();
    const deployer = options.from ?? (await accountOf(connection.viem));
    const plan = await makePlan({ chain, client, deployer, parameters, directory }).catch((error) => {
      throw error instanceof ChainMismatchError ? new DeploymentError(error.message) : error;
    });
    printPlan(plan, report);
    if (plan.replaces !== undefined && !replace) {
      throw new DeploymentError(
        `deployments/${chain.id}.json records the router ${plan.replaces.contracts.PaymentRouter.address}: other sources, other parameters or another compiler. Check out what it was deployed from, or add --replace to deploy anew beside it.`,
      );
    }
    if (plan.balance < plan.cost) {
      throw new DeploymentError(
        `${plan.deployer} has too little ${chain.nativeCurrency} on ${chain.name}: send it what the plan costs at most.`,
      );
    }
    if (dryRun) return report("Dry run: nothing was sent.");
    const missing = plan.steps.filter(({ deployed }) => !deployed);
    if (missing.length > 0 && !(await confirm(`Deploy ${missing.length} contracts to ${chain.name}?`))) {
      throw new DeploymentError("Nothing was sent.");
    }
    const recorded = plan.replaces === undefined ? await readRecord(directory, chain.id) : undefined;
    if (missing.length === 0 && recorded !== undefined) {
      report("Everything stands and is recorded: nothing to do.");
      return printVariables(recorded, report);
    }
    const journal = journalOf(directory, plan);
    const { provider } = connection;
    await deployMissing({ ...plan, provider, parameters, journal, confirmations: options.confirmations, report });
    for (const step of plan.steps) {
      await expectCode(client, step);
      report(`${step.contract.name}: stands at ${step.contract.address}`);
    }
    if (plan.replaces !== undefined) await keepReplaced(directory, plan.replaces);
    const record = await makeRecord(client, plan, journal);
    report(`Recorded in ${await writeRecord(directory, record)}`);
    printVariables(record, report);
  } finally {
    await connection.close();
  }
}

async function accountOf(viem: { getWalletClients(): Promise<{ account: { address: Address } }[]> }): Promise<Address> {
  const [wallet] = await viem.getWalletClients();
  if (wallet !== undefined) return wallet.account.address;
  throw new DeploymentError("No account: set DEPLOYER_PRIVATE_KEY (npx hardhat keystore set DEPLOYER_PRIVATE_KEY).");
}

async function expectCode(client: PublicClient, { contract, code }: Step): Promise<void> {
  if ((await client.getCode({ address: contract.address })) === code) return;
  throw new DeploymentError(`${contract.name} was deployed, but other code stands at ${contract.address}.`);
}

/** One journal for what is deployed together, so that Ignition knows every transaction of ours. */
function journalOf(directory: string, { chain, steps }: Plan): string {
  const together = keccak256(concat(steps.map(({ contract }) => contract.address)));
  return join(directory, "journals", `${chain.id}-${together.slice(2, 10)}`);
}

async function makeRecord(client: PublicClient, { chain, steps }: Plan, journal: string): Promise<DeploymentRecord> {
  const contracts: [string, ContractRecord][] = [];
  for (const step of steps) {
    const { name, address, arguments: args, encodedArguments } = step.contract;
    const transaction = await findTransaction(client, journal, step.contract);
    const receipt = transaction && (await client.getTransactionReceipt({ hash: transaction }));
    contracts.push([
      name,
      {
        address,
        transaction,
        block: receipt ? Number(receipt.blockNumber) : null,
        arguments: args,
        encodedArguments,
        codeHash: keccak256(step.code),
      },
    ]);
  }
  return {
    network: chain.network,
    chainId: chain.id,
    salt: deploymentSalt,
    compiler: productionCompiler(),
    contracts: Object.fromEntries(contracts) as DeploymentRecord["contracts"],
  };
}
