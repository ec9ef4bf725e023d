import { artifacts, config } from "hardhat";
import { type Abi, type Address, encodeAbiParameters, encodeDeployData, type Hex } from "viem";
import { canonicalContracts, deploymentAddress, feeBasisPoints } from "../../src/protocol/index.ts";
import { DeploymentError } from "./errors.ts";
import type { Parameters } from "./parameters.ts";

export const contractNames = ["PaymentRouter", "GasSponsor"] as const;
export type ContractName = (typeof contractNames)[number];

/** One contract of ours as it is to be deployed, the same on every chain with the same parameters. */
export type OwnContract = {
  readonly name: ContractName;
  /** In the constructor's order, by name. */
  readonly arguments: Readonly<Record<string, string>>;
  readonly encodedArguments: Hex;
  readonly initCode: Hex;
  readonly address: Address;
};

/** Both contracts, from Hardhat's output of the sources as they are now. */
export async function ownContracts({ Railsplit }: Parameters): Promise<OwnContract[]> {
  return [
    await ownContract("PaymentRouter", [feeBasisPoints, Railsplit.feeRecipient, canonicalContracts.permit2.address]),
    await ownContract("GasSponsor", [
      canonicalContracts.entryPoint.address,
      Railsplit.sponsorSigner,
      Railsplit.sponsorOwner,
    ]),
  ];
}

/** The compiler that makes what is deployed. */
export function productionCompiler(): { readonly version: string; readonly settings: unknown } {
  const [compiler] = config.solidity.profiles.production?.compilers ?? [];
  if (!compiler) throw new Error("hardhat.config.ts names no compiler.");
  return { version: compiler.version, settings: compiler.settings };
}

async function ownContract(name: ContractName, args: readonly (Address | bigint)[]): Promise<OwnContract> {
  const artifact = await artifacts.readArtifact(name).catch(() => {
    throw new DeploymentError(`contracts/${name}.sol has not been compiled: run \`npm run build:contracts\` first.`);
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
