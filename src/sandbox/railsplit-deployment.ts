import { type Address, encodeDeployData, encodeFunctionData, type Hex, parseAbi, parseEther } from "viem";
import { canonicalContracts, deploymentAddress, deploymentCall, feeBasisPoints } from "../protocol/index.ts";
import { sandboxAccounts } from "./accounts.ts";
import { ownArtifact } from "./artifacts.ts";
import { type LocalChain, transact } from "./local-chain.ts";

const entryPointAbi = parseAbi(["function depositTo(address account) payable"]);

/** The gas sponsor's first deposit, in wei. */
const sponsorDeposit = parseEther("100");

export type RailsplitContracts = {
  readonly router: Address;
  readonly standingDeposits: Address;
  readonly mandates: Address;
  readonly gasSponsor: Address;
};

/** Deploys our contracts as on a real chain: through CreateX, at addresses determined by code and arguments alone. */
export async function deployRailsplit(local: LocalChain): Promise<RailsplitContracts> {
  const { entryPoint, permit2 } = canonicalContracts;
  const { feeRecipient, sponsorSigner, sponsorOwner } = sandboxAccounts;
  const routerArguments = [feeBasisPoints, feeRecipient.address, permit2.address];
  const router = await deploy(local, encodeDeployData({ ...ownArtifact("PaymentRouter"), args: routerArguments }));
  const standingArguments = [feeBasisPoints, feeRecipient.address];
  const standingDeposits = await deploy(
    local,
    encodeDeployData({ ...ownArtifact("StandingDeposits"), args: standingArguments }),
  );
  const mandates = await deploy(local, encodeDeployData({ ...ownArtifact("Mandates"), args: routerArguments }));
  const sponsorArguments = [entryPoint.address, sponsorSigner.address, sponsorOwner.address];
  const gasSponsor = await deploy(local, encodeDeployData({ ...ownArtifact("GasSponsor"), args: sponsorArguments }));
  const deposit = encodeFunctionData({ abi: entryPointAbi, args: [gasSponsor] });
  await transact(local, entryPoint.address, deposit, sponsorDeposit);
  return { router, standingDeposits, mandates, gasSponsor };
}

async function deploy(local: LocalChain, initCode: Hex): Promise<Address> {
  const { to, data } = deploymentCall(initCode);
  await transact(local, to, data);
  const address = deploymentAddress(initCode);
  if ((await local.getCode({ address })) === undefined) throw new Error(`CreateX did not deploy to ${address}.`);
  return address;
}
