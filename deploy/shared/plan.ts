import { type Address, type Hex, isAddressEqual, type PublicClient } from "viem";
import { checkChain, checkCode } from "../../src/chain/check-chain.ts";
import {
  type Chain,
  canonicalContracts,
  deploymentCall,
  entryPoints,
  entryPointVersions,
  type Token,
} from "../../src/protocol/index.ts";
import { type OwnContract, ownContracts } from "./contracts.ts";
import { DeploymentError } from "./errors.ts";
import { expectedCode } from "./expected-code.ts";
import { layerOneFee } from "./layer-one-fee.ts";
import type { Parameters } from "./parameters.ts";
import { type DeploymentRecord, readRecord } from "./record.ts";

/** What a deployment would do, with everything checked that can be before a transaction is sent. */
export type Plan = {
  readonly chain: Chain;
  readonly deployer: Address;
  readonly steps: readonly Step[];
  /** The most that all steps cost at today's price, and what the deployer has. Wei. */
  readonly cost: bigint;
  readonly balance: bigint;
  /** What is recorded for this chain, if another router. */
  readonly replaces: DeploymentRecord | undefined;
};

export type Step = {
  readonly contract: OwnContract;
  /** What must stand at the address in the end. */
  readonly code: Hex;
  /** Whether it stands there already. */
  readonly deployed: boolean;
  readonly gas: bigint;
  readonly cost: bigint;
};

/** Prices move between the plan and the last transaction. In percent of today's. */
const priceMargin = 125n;

export async function makePlan(options: {
  chain: Chain;
  client: PublicClient;
  deployer: Address;
  parameters: Parameters;
  directory: string;
}): Promise<Plan> {
  const { chain, client, deployer, parameters, directory } = options;
  const contracts = await ownContracts(parameters, chain);
  // The test token stands only once it is deployed.
  const isOwn = ({ address }: Token) => contracts.some((contract) => isAddressEqual(contract.address, address));
  await checkChain(client, { ...chain, tokens: chain.tokens.filter((token) => !isOwn(token)) });
  const { createX } = canonicalContracts;
  await checkCode(client, chain, "CreateX", createX.address, createX.codeHash);
  for (const version of entryPointVersions) {
    await checkCode(client, chain, `EntryPoint v${version}`, entryPoints[version]);
  }
  const codes = await expectedCode(client, chain.id, contracts);
  const price = await gasPrice(client);
  const steps: Step[] = [];
  for (const contract of contracts) {
    steps.push(await makeStep(client, chain, contract, codes.get(contract.address) ?? "0x", deployer, price));
  }
  const recorded = await readRecord(directory, chain.id);
  return {
    chain,
    deployer,
    steps,
    cost: steps.reduce((sum, { cost }) => sum + cost, 0n),
    balance: await client.getBalance({ address: deployer }),
    replaces: recorded && contracts.every((contract) => isRecorded(recorded, contract)) ? undefined : recorded,
  };
}

async function makeStep(
  client: PublicClient,
  chain: Chain,
  contract: OwnContract,
  code: Hex,
  deployer: Address,
  price: bigint,
): Promise<Step> {
  const found = await client.getCode({ address: contract.address });
  if (found !== undefined && found !== code) {
    throw new DeploymentError(
      `The code at ${contract.address} on ${chain.name} is not what ${contract.name} becomes: something is wrong with this node.`,
    );
  }
  if (found !== undefined) return { contract, code, deployed: true, gas: 0n, cost: 0n };
  const call = deploymentCall(contract.initCode);
  const gas = await client.estimateGas({ account: deployer, ...call });
  const cost = gas * price + (await layerOneFee(client, call.data));
  return { contract, code, deployed: false, gas, cost: (cost * priceMargin) / 100n };
}

async function gasPrice(client: PublicClient): Promise<bigint> {
  const { maxFeePerGas } = await client.estimateFeesPerGas();
  return maxFeePerGas;
}

/** What a record does not know yet is added to it, and replaces nothing. */
function isRecorded({ contracts }: DeploymentRecord, { name, address }: OwnContract): boolean {
  const recorded = contracts[name];
  return recorded === undefined || isAddressEqual(recorded.address, address);
}
