import { type Address, encodeDeployData, encodeFunctionData, type Hex, parseAbi, parseEther } from "viem";
import {
  canonicalContracts,
  deploymentAddress,
  deploymentCall,
  type EarlierEntryPoint,
  type EntryPointVersion,
  entryPoints,
  feeBasisPoints,
} from "../protocol/index.ts";
import { sandboxAccounts } from "./accounts.ts";
import { ownArtifact } from "./artifacts.ts";
import { type LocalChain, transact } from "./local-chain.ts";

const entryPointAbi = parseAbi(["function depositTo(address account) payable"]);

/** Each gas sponsor's first deposit, in wei. */
const sponsorDeposit = parseEther("100");

export type RailsplitContracts = {
  readonly router: Address;
  readonly standingDeposits: Address;
  readonly mandates: Address;
  readonly gasSponsor: Address;
  /** At EntryPoint v0.7 and v0.6. */
  readonly earlierSponsors: Readonly<Record<EarlierEntryPoint, Address>>;
};

/** Deploys our contracts as on a real chain: through CreateX, at addresses determined by code and arguments alone. */
export async function deployRailsplit(local: LocalChain): Promise<RailsplitContracts> {
  const { permit2 } = canonicalContracts;
  const { feeRecipient, sponsorSigner, sponsorOwner } = sandboxAccounts;
  const routerArguments = [feeBasisPoints, feeRecipient.address, permit2.address];
  const router = await deploy(local, encodeDeployData({ ...ownArtifact("PaymentRouter"), args: routerArguments }));
  const standingArguments = [feeBasisPoints, feeRecipient.address];
  const standingDeposits = await deploy(
    local,
    encodeDeployData({ ...ownArtifact("StandingDeposits"), args: standingArguments }),
  );
  const mandates = await deploy(local, encodeDeployData({ ...ownArtifact("Mandates"), args: routerArguments }));
  const sponsorAt = async (version: EntryPointVersion, name: string) => {
    const args = [entryPoints[version], sponsorSigner.address, sponsorOwner.address];
    const sponsor = await deploy(local, encodeDeployData({ ...ownArtifact(name), args }));
    const deposit = encodeFunctionData({ abi: entryPointAbi, args: [sponsor] });
    await transact(local, entryPoints[version], deposit, sponsorDeposit);
    return sponsor;
  };
  const gasSponsor = await sponsorAt("0.8", "GasSponsor");
  const earlierSponsors = {
    "0.7": await sponsorAt("0.7", "GasSponsorV07"),
    "0.6": await sponsorAt("0.6", "GasSponsorV06"),
  };
  return { router, standingDeposits, mandates, gasSponsor, earlierSponsors };
}

async function deploy(local: LocalChain, initCode: Hex): Promise<Address> {
  const { to, data } = deploymentCall(initCode);
  await transact(local, to, data);
  const address = deploymentAddress(initCode);
  if ((await local.getCode({ address })) === undefined) throw new Error(`CreateX did not deploy to ${address}.`);
  return address;
}
