import { artifacts, config } from "hardhat";
import { type Abi, type Address, encodeAbiParameters, encodeDeployData, type Hex } from "viem";
import {
  canonicalContracts,
  deploymentAddress,
  type EntryPointVersion,
  entryPoints,
  feeBasisPoints,
} from "../../src/protocol/index.ts";
import { type ContractName, contractsOf, sourceOf } from "./contract-names.ts";
import { DeploymentError } from "./errors.ts";
import type { Parameters } from "./parameters.ts";

/** One contract of ours as it is to be deployed, the same on every chain with the same parameters. */
export type OwnContract = {
  readonly name: ContractName;
  /** In the constructor's order, by name. */
  readonly arguments: Readonly<Record<string, string>>;
  readonly encodedArguments: Hex;
  readonly initCode: Hex;
  readonly address: Address;
};

/** All that is deployed to a chain, from Hardhat's output of the sources as they are now. */
export async function ownContracts(
  { Railsplit }: Parameters,
  chain: { readonly testnet: boolean },
): Promise<OwnContract[]> {
  const { permit2 } = canonicalContracts;
  const sponsor = (version: EntryPointVersion) => [
    entryPoints[version],
    Railsplit.sponsorSigner,
    Railsplit.sponsorOwner,
  ];
  const fee = [BigInt(Railsplit.feeBasisPoints ?? feeBasisPoints), Railsplit.feeRecipient] as const;
  const argumentsOf = {
    PaymentRouter: [...fee, permit2.address],
    StandingDeposits: fee,
    Mandates: [...fee, permit2.address],
    GasSponsor: sponsor("0.8"),
    GasSponsorV07: sponsor("0.7"),
    GasSponsorV06: sponsor("0.6"),
    TestTether: [],
  };
  return Promise.all(contractsOf(chain).map((name) => ownContract(name, argumentsOf[name])));
}

/** The compiler that makes what is deployed. */
export function productionCompiler(): { readonly version: string; readonly settings: unknown } {
  const [compiler] = config.solidity.profiles.production?.compilers ?? [];
  if (!compiler) throw new Error("hardhat.config.ts names no compiler.");
  return { version: compiler.version, settings: compiler.settings };
}

async function ownContract(name: ContractName, args: readonly (Address | bigint)[]): Promise<OwnContract> {
  const artifact = await artifacts.readArtifact(name).catch(() => {
    throw new DeploymentError(`${sourceOf(name)} has not been compiled: run \`npm run build:contracts\` first.`);
  });
  const abi = artifact.abi as unknown as Abi;
  const definition = abi.find(({ type }) => type === "constructor");
  const inputs = definition && "inputs" in definition ? definition.inputs : [];
  const initCode = encodeDeployData({ abi, bytecode: artifact.bytecode as Hex, args });
  return {
    name,
    arguments: Object.fromEntries(inputs.map((input, index) => [input.name, String(args[index])])),
    encodedArguments: encodeAbiParameters(inputs, args),
    initCode,
    address: deploymentAddress(initCode),
  };
}
